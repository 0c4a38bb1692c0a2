import { ActionIcon, Button, Popover, TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import type { Editor } from "@tiptap/react";
import { type JSX, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { linkAddress } from "./link-address.ts";

/** Where the link goes that stands where the cursor is. */
const present = (editor: Editor): string => String(editor.getAttributes("link")["href"] ?? "");

function put(editor: Editor, href: string): void {
  const run = editor.chain().focus();
  if (editor.state.selection.empty && !editor.isActive("link"))
    run
      .insertContent({
        type: "text",
        text: href.replace(/^(?:https?:\/\/|mailto:|tel:)/u, ""),
        marks: [{ type: "link", attrs: { href } }],
      })
      .unsetMark("link")
      .run();
  else run.extendMarkRange("link").setLink({ href }).run();
}

/** Asks where a link goes, beside the text that it is in. */
export function LinkTool({ editor, active }: { editor: Editor; active: boolean }): JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const [wrong, setWrong] = useState(false);
  const close = (): void => {
    setTyped(undefined);
    setWrong(false);
  };
  const leave = (): void => {
    close();
    editor.commands.focus();
  };
  const set = (): void => {
    const href = linkAddress(typed ?? "");
    if (href === undefined) return setWrong(true);
    close();
    put(editor, href);
  };
  // Within a form: Enter must not send the message.
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      set();
    } else if (event.key === "Escape") leave();
    else return;
    event.stopPropagation();
  };
  return (
    <Popover
      opened={typed !== undefined}
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      width={320}
      trapFocus
      withinPortal
      shadow="md"
    >
      <Popover.Target>
        <ActionIcon
          variant={active ? "filled" : "subtle"}
          {...(active ? {} : { color: "gray" })}
          size="lg"
          aria-label={t("write.link")}
          title={t("write.link")}
          aria-pressed={active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => (typed === undefined ? setTyped(present(editor)) : leave())}
        >
          <IconLink size={20} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("write.link")} onKeyDown={onKey}>
        <div className="stack">
          <TextInput
            label={t("write.link_to")}
            placeholder={t("write.link_example")}
            data-autofocus
            autoComplete="off"
            inputMode="url"
            maxLength={2000}
            value={typed ?? ""}
            error={wrong ? t("write.link_wrong") : undefined}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setWrong(false);
            }}
          />
          <div className="form-actions">
            <Button size="sm" onClick={set}>
              {t(active ? "write.link_change" : "write.link_set")}
            </Button>
            {active && (
              <Button
                size="sm"
                variant="default"
                onClick={() => {
                  close();
                  editor.chain().focus().extendMarkRange("link").unsetLink().run();
                }}
              >
                {t("write.link_remove")}
              </Button>
            )}
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
