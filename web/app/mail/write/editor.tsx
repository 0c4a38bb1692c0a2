import { ActionIcon } from "@mantine/core";
import {
  IconBlockquote,
  IconBold,
  IconH2,
  IconItalic,
  IconList,
  IconListNumbers,
  type TablerIcon,
} from "@tabler/icons-react";
import { Image } from "@tiptap/extension-image";
import { type Editor, EditorContent, useEditor, useEditorState } from "@tiptap/react";
import { StarterKit } from "@tiptap/starter-kit";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fromStored, toStored } from "./inline-images.ts";
import { LinkTool } from "./link-tool.tsx";
import { readPasted } from "./pasted.ts";

export interface EditorProps {
  readonly label: string;
  readonly html: string;
  /** Changes when `html` comes from elsewhere. */
  readonly given: number;
  readonly focus: boolean;
  readonly onChange: (content: { readonly html: string; readonly text: string }) => void;
  /** Files that were pasted or dropped; an image that goes into the text gives its content id. */
  readonly onFiles: (files: readonly File[]) => void;
  readonly onImage: (file: File) => Promise<{ readonly contentId: string; readonly dataUrl: string } | undefined>;
  readonly onSend: () => void;
  /** Where a picture of the message is found. */
  readonly pictureOf: (contentId: string) => string | undefined;
}

/** An image of the message itself, named by its content id. */
const InlineImage = Image.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      contentId: {
        default: null,
        parseHTML: (element: HTMLElement) => element.getAttribute("data-cid"),
        renderHTML: ({ contentId }: Record<string, unknown>) => (contentId ? { "data-cid": contentId } : {}),
      },
    };
  },
});

const isImage = (file: File): boolean => /^image\/(?:png|jpeg|gif|webp)$/.test(file.type);

function Tool(props: { icon: TablerIcon; label: string; active: boolean; onClick: () => void }): JSX.Element {
  return (
    <ActionIcon
      variant={props.active ? "filled" : "subtle"}
      {...(props.active ? {} : { color: "gray" })}
      size="lg"
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClick}
    >
      <props.icon size={20} stroke={1.75} />
    </ActionIcon>
  );
}

function Tools({ editor }: { editor: Editor }): JSX.Element {
  const { t } = useTranslation();
  const on = useEditorState({
    editor,
    selector: ({ editor: at }) => ({
      bold: at.isActive("bold"),
      italic: at.isActive("italic"),
      heading: at.isActive("heading"),
      bulletList: at.isActive("bulletList"),
      orderedList: at.isActive("orderedList"),
      blockquote: at.isActive("blockquote"),
      link: at.isActive("link"),
    }),
  });
  const run = () => editor.chain().focus();
  return (
    <div className="editor-tools" role="toolbar" aria-label={t("write.tools")}>
      <Tool icon={IconBold} label={t("write.bold")} active={on.bold} onClick={() => run().toggleBold().run()} />
      <Tool icon={IconItalic} label={t("write.italic")} active={on.italic} onClick={() => run().toggleItalic().run()} />
      <Tool
        icon={IconH2}
        label={t("write.heading")}
        active={on.heading}
        onClick={() => run().toggleHeading({ level: 3 }).run()}
      />
      <Tool
        icon={IconList}
        label={t("write.list")}
        active={on.bulletList}
        onClick={() => run().toggleBulletList().run()}
      />
      <Tool
        icon={IconListNumbers}
        label={t("write.numbers")}
        active={on.orderedList}
        onClick={() => run().toggleOrderedList().run()}
      />
      <Tool
        icon={IconBlockquote}
        label={t("write.quote")}
        active={on.blockquote}
        onClick={() => run().toggleBlockquote().run()}
      />
      <LinkTool editor={editor} active={on.link} />
    </div>
  );
}

/** Text with a little formatting. Loaded when somebody writes, so that reading stays light. */
export function TextEditor(props: EditorProps): JSX.Element {
  const { label, html, given, focus, pictureOf } = props;
  const { t } = useTranslation();
  const [leftOut, setLeftOut] = useState(0);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  const here = useRef<Editor>(undefined);
  const takeFiles = (files: readonly File[]): boolean => {
    if (files.length === 0) return false;
    const images = files.filter(isImage);
    const others = files.filter((file) => !isImage(file));
    if (others.length > 0) latest.current.onFiles(others);
    for (const file of images)
      void latest.current.onImage(file).then((placed) => {
        if (!placed) return latest.current.onFiles([file]);
        const { contentId, dataUrl } = placed;
        return void here.current
          ?.chain()
          .focus()
          .insertContent({ type: "image", attrs: { src: dataUrl, alt: file.name, contentId } })
          .run();
      });
    return true;
  };
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: { levels: [3] },
        codeBlock: false,
        code: false,
        link: { openOnClick: false, protocols: ["https", "http", "mailto", "tel"] },
      }),
      InlineImage.configure({ allowBase64: true }),
    ],
    content: fromStored(html, pictureOf),
    injectCSS: false,
    // One made while React still renders is thrown away where the page takes a moment to show it.
    immediatelyRender: false,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, class: "editor-text" },
      handlePaste: (_view, event) => takeFiles([...(event.clipboardData?.files ?? [])]),
      transformPastedHTML: (pasted) => {
        const { html: own, images, elsewhere } = readPasted(pasted);
        setLeftOut(elsewhere);
        queueMicrotask(() => takeFiles(images));
        return own;
      },
      handleDrop: (_view, event) => takeFiles([...((event as DragEvent).dataTransfer?.files ?? [])]),
      handleKeyDown: (_view, event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return false;
        latest.current.onSend();
        return true;
      },
    },
    onUpdate: ({ editor: at }) =>
      latest.current.onChange({ html: toStored(at.getHTML()), text: at.getText({ blockSeparator: "\n\n" }) }),
  });

  useEffect(() => {
    here.current = editor ?? undefined;
  }, [editor]);
  const taken = useRef(given);
  useEffect(() => {
    if (!editor || taken.current === given) return;
    taken.current = given;
    editor.commands.setContent(fromStored(html, latest.current.pictureOf), { emitUpdate: false });
  }, [editor, given, html]);
  useEffect(() => {
    if (focus) editor?.commands.focus("start", { scrollIntoView: false });
  }, [editor, focus]);

  return (
    <div className="editor">
      {editor && <Tools editor={editor} />}
      <EditorContent editor={editor} />
      <output className="editor-said soft">{leftOut > 0 && t("write.pictures_left_out", { count: leftOut })}</output>
    </div>
  );
}
