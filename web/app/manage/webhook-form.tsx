import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyField } from "../pieces/copy-field.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { type Webhook, type WebhookEvent, webhookEvents, webhooksQuery } from "./webhook-queries.ts";

/** The secret that signs, shown once. */
export function WebhookSecret({ secret, onClose }: { secret: string; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <p>{t("webhooks.once")}</p>
      <CopyField label={t("webhooks.secret")} value={secret} loud />
      <Button onClick={onClose}>{t("webhooks.kept")}</Button>
    </div>
  );
}

/** Makes a webhook, or changes one. */
export function WebhookForm({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [label, setLabel] = useState(webhook?.label ?? "");
  const [url, setUrl] = useState(webhook?.url ?? "https://");
  const [events, setEvents] = useState<readonly WebhookEvent[]>(
    webhook?.events ?? ["recipient.bounced", "recipient.opened", "recipient.replied"],
  );
  const [onlyApplications, setOnlyApplications] = useState(webhook?.onlyApplications ?? true);
  const save = useMutation({
    mutationFn: async () => {
      const body = { label, url, events: [...events], onlyApplications };
      if (!webhook) return call("createWebhook", { body });
      const { endpointId, state } = webhook;
      await call("changeWebhook", { params: { endpointId }, body: { ...body, state } });
      return undefined;
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries(webhooksQuery);
      if (!made) onClose();
    },
  });
  if (save.data) return <WebhookSecret secret={save.data.secret} onClose={onClose} />;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label={t("webhooks.label")}
        description={t("webhooks.label_hint")}
        data-autofocus
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={200}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextInput
        label={t("webhooks.url")}
        description={t("webhooks.url_hint")}
        type="url"
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={2000}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={t("webhooks.events")}
        value={[...events]}
        onChange={(chosen) => setEvents(webhookEvents.filter((event) => chosen.includes(event)))}
      >
        <div className="choices">
          {webhookEvents.map((event) => (
            <Checkbox key={event} value={event} label={t(`webhooks.event.${event.slice("recipient.".length)}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox
        label={t("webhooks.only_applications")}
        description={t("webhooks.only_applications_hint")}
        checked={onlyApplications}
        onChange={(event) => setOnlyApplications(event.currentTarget.checked)}
      />
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending} disabled={events.length === 0}>
          {webhook ? t("common.save") : t("webhooks.make")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
