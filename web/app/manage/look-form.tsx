import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import { keepPreviousData, queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { useRested } from "../pieces/use-rested.ts";
import { call, queryClient } from "../session.ts";
import { LogoField } from "./logo-field.tsx";
import { LookPreview } from "./look-preview.tsx";
import "./look.css";

type Kept = Answer<MemberRoutes, "look">;
export type Look = Omit<Kept, "logo">;

export const lookQuery = queryOptions({ queryKey: ["look"], queryFn: () => call("look") });
const firstColour = "#1f5a66";
/** So long after the last key the preview is made anew. */
const restMs = 300;

function Fields({ kept, logo, name }: { kept: Look; logo: string; name: string }): JSX.Element {
  const { t } = useTranslation();
  const [form, setForm] = useState(kept);
  const shown = useRested(form, restMs);
  const preview = useQuery({
    queryKey: ["look-preview", shown],
    queryFn: () => call("previewLook", { body: shown }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const save = useMutation({
    mutationFn: () => call("saveLook", { body: form }),
    onSuccess: () => queryClient.invalidateQueries(lookQuery),
  });
  const change = (part: Partial<Look>): void => {
    save.reset();
    setForm((had) => ({ ...had, ...part }));
  };
  const isChanged = JSON.stringify(form) !== JSON.stringify(kept);
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t("settings.look.title")}</h2>
      <p className="soft">{t("settings.look.lead")}</p>
      <LogoField logo={logo} name={name} />
      <Checkbox
        label={t("settings.look.colour_own")}
        checked={form.colour !== ""}
        onChange={(event) => change({ colour: event.currentTarget.checked ? firstColour : "" })}
      />
      {form.colour !== "" && (
        <TextInput
          type="color"
          className="look-colour"
          label={t("settings.look.colour")}
          description={t("settings.look.colour_hint")}
          value={form.colour}
          onChange={(event) => change({ colour: event.currentTarget.value.toLowerCase() })}
        />
      )}
      <TextInput
        label={t("settings.look.sender")}
        description={t("settings.look.sender_hint", { name })}
        maxLength={80}
        autoComplete="off"
        value={form.senderName}
        onChange={(event) => change({ senderName: event.currentTarget.value })}
      />
      <Textarea
        label={t("settings.look.text")}
        description={t("settings.look.text_hint")}
        maxLength={300}
        autosize
        minRows={2}
        value={form.ownText}
        onChange={(event) => change({ ownText: event.currentTarget.value })}
      />
      <ProblemNote error={save.error ?? preview.error} />
      {preview.data && <LookPreview preview={preview.data} logo={logo} name={name} ownText={shown.ownText} />}
      <div className="form-actions">
        <Button type="submit" loading={save.isPending} disabled={!isChanged}>
          {t("settings.look.save")}
        </Button>
        {isChanged && (
          <Button variant="subtle" onClick={() => change(kept)}>
            {t("settings.look.undo")}
          </Button>
        )}
        <output>{save.isSuccess && t("common.saved")}</output>
      </div>
    </form>
  );
}

function FieldsOf({ look: { logo, ...kept }, name }: { look: Kept; name: string }): JSX.Element {
  return <Fields kept={kept} logo={logo} name={name} />;
}

/** How guests recognise the firm, with what they will see beside it. */
export function LookForm({ name }: { name: string }): JSX.Element {
  const look = useQuery(lookQuery);
  return (
    <>
      <ProblemNote error={look.error} />
      {look.data && <FieldsOf look={look.data} name={name} />}
    </>
  );
}
