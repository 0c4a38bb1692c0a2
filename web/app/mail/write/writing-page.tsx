import { Button, Checkbox, Modal, Radio, SegmentedControl, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../../pieces/page-heading.tsx";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { call, meQuery, queryClient } from "../../session.ts";
import { WarningsSection } from "../noticed/warnings-section.tsx";
import { offerUndo } from "../undo.ts";
import { EditorWaiting } from "./editor-waiting.tsx";
import { paragraphs } from "./inline-images.ts";
import { type Template, templatesQuery, writingQuery, type WritingSettings } from "./writing-queries.ts";
import "../../manage/manage.css";
import "./write.css";

const TextEditor = lazy(async () => ({ default: (await import("./editor.tsx")).TextEditor }));
const undoChoices = [0, 5, 10, 30, 60];

/** A text with formatting and no files. */
function PlainEditor(props: {
  label: string;
  html: string;
  onChange: (content: { html: string; text: string }) => void;
}): JSX.Element {
  return (
    <Suspense fallback={<EditorWaiting />}>
      <TextEditor
        {...props}
        given={0}
        focus={false}
        onFiles={() => undefined}
        onImage={() => Promise.resolve(undefined)}
        onSend={() => undefined}
        pictureOf={() => undefined}
      />
    </Suspense>
  );
}

function SettingsForm({ settings }: { settings: WritingSettings }): JSX.Element {
  const { t } = useTranslation();
  const [form, setForm] = useState(settings);
  const save = useMutation({
    mutationFn: () => call("saveWritingSettings", { body: form }),
    onSuccess: () => queryClient.invalidateQueries(writingQuery),
  });
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t("write.settings.signature")}</h2>
      <PlainEditor
        label={t("write.settings.signature")}
        html={settings.signatureHtml === "" ? paragraphs(settings.signatureText) : settings.signatureHtml}
        onChange={({ html, text }) => setForm((had) => ({ ...had, signatureHtml: html, signatureText: text }))}
      />
      <Checkbox
        label={t("write.settings.in_replies")}
        checked={form.signatureInReplies}
        onChange={(event) => {
          const signatureInReplies = event.currentTarget.checked;
          setForm((had) => ({ ...had, signatureInReplies }));
        }}
      />
      <div className="field">
        <span id="undo-time">{t("write.settings.undo")}</span>
        <SegmentedControl
          aria-labelledby="undo-time"
          value={String(form.undoSeconds)}
          data={undoChoices.map((seconds) => ({
            value: String(seconds),
            label: seconds === 0 ? t("write.settings.undo_none") : t("write.settings.seconds", { count: seconds }),
          }))}
          onChange={(value) => setForm((had) => ({ ...had, undoSeconds: Number(value) }))}
        />
      </div>
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("common.save")}
        </Button>
        {save.isSuccess && <output className="soft">{t("write.saving.saved")}</output>}
      </div>
    </form>
  );
}

function TemplateForm({ template, onClose }: { template: Template | undefined; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const [form, setForm] = useState({
    name: template?.name ?? "",
    subject: template?.subject ?? "",
    html: template?.html ?? "",
    text: template?.text ?? "",
    scope: template?.scope ?? ("mine" as const),
  });
  const mayFirm = me.roles.some((role) => role === "admin" || role === "superuser");
  const save = useMutation({
    mutationFn: () =>
      call("saveTemplate", { params: { templateId: template?.templateId ?? crypto.randomUUID() }, body: form }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(templatesQuery);
      onClose();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label={t("write.templates.name")}
        data-autofocus
        required
        withAsterisk={false}
        maxLength={200}
        autoComplete="off"
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
      />
      <TextInput
        label={t("mail.subject")}
        maxLength={900}
        autoComplete="off"
        value={form.subject}
        onChange={(event) => setForm({ ...form, subject: event.currentTarget.value })}
      />
      <PlainEditor
        label={t("mail.text")}
        html={form.html === "" ? paragraphs(form.text) : form.html}
        onChange={({ html, text }) => setForm((had) => ({ ...had, html, text }))}
      />
      {mayFirm && template === undefined && (
        <Radio.Group
          label={t("write.templates.for")}
          value={form.scope}
          onChange={(value) => setForm({ ...form, scope: value === "firm" ? "firm" : "mine" })}
        >
          <div className="choices">
            <Radio value="mine" label={t("write.templates.mine")} />
            <Radio value="firm" label={t("write.templates.everybody")} />
          </div>
        </Radio.Group>
      )}
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("common.save")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}

function TemplateRow({ template, onChange }: { template: Template; onChange: () => void }): JSX.Element {
  const { t } = useTranslation();
  const { templateId, name, scope, subject, mayChange } = template;
  const putBack = (): undefined => {
    const body = { name, subject, html: template.html, text: template.text, scope };
    void call("saveTemplate", { params: { templateId }, body }).then(() =>
      queryClient.invalidateQueries(templatesQuery),
    );
  };
  const remove = useMutation({
    mutationFn: () => call("removeTemplate", { params: { templateId } }),
    onSuccess: () => {
      offerUndo({ said: t("write.templates.removed", { name }), undo: putBack, finish: () => undefined });
      return queryClient.invalidateQueries(templatesQuery);
    },
  });
  return (
    <li className="row">
      <span className="row-main">
        <strong>{name}</strong>
        <span className="soft">
          {[scope === "firm" ? t("write.templates.firm") : "", subject].filter(Boolean).join(" · ")}
        </span>
      </span>
      {mayChange && (
        <span className="row-actions">
          <Button size="sm" variant="default" onClick={onChange}>
            {t("write.templates.change")}
          </Button>
          <Button size="sm" variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("write.templates.remove")}
          </Button>
        </span>
      )}
      <ProblemNote error={remove.error} />
    </li>
  );
}

/** How one writes: signature, time for undoing, templates. */
export function WritingPage(): JSX.Element {
  const { t } = useTranslation();
  const settings = useQuery(writingQuery);
  const templates = useQuery(templatesQuery);
  const [editing, setEditing] = useState<Template | "new">();
  return (
    <main className="page">
      <PageHeading title={t("app.place.writing")} lead={t("write.settings.lead")} />
      <ProblemNote error={settings.error ?? templates.error} />
      {settings.data && <SettingsForm settings={settings.data} />}
      <section className="stack" aria-labelledby="templates-title">
        <header className="page-sub">
          <h2 id="templates-title">{t("write.templates.title")}</h2>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} stroke={1.75} />}
            onClick={() => setEditing("new")}
          >
            {t("write.templates.make")}
          </Button>
        </header>
        {templates.data?.templates.length === 0 && <p className="soft">{t("write.templates.none_lead")}</p>}
        <ul className="rows">
          {templates.data?.templates.map((template) => (
            <TemplateRow key={template.templateId} template={template} onChange={() => setEditing(template)} />
          ))}
        </ul>
      </section>
      <WarningsSection />
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={t(editing === "new" ? "write.templates.make" : "write.templates.change")}
        closeButtonProps={{ "aria-label": t("common.close") }}
        size="lg"
      >
        {editing !== undefined && (
          <TemplateForm template={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />
        )}
      </Modal>
    </main>
  );
}
