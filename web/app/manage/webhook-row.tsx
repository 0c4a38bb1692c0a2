import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { WebhookDeliveries } from "./webhook-deliveries.tsx";
import { WebhookForm, WebhookSecret } from "./webhook-form.tsx";
import { type Webhook, webhooksQuery } from "./webhook-queries.ts";

type Window = "change" | "deliveries" | "remove" | "secret";

/** One webhook: where, what, whether it works, and what can be done with it. */
export function WebhookRow({ webhook }: { webhook: Webhook }): JSX.Element {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState<Window>();
  const { endpointId, label, url, state, failingSince } = webhook;
  const params = { endpointId };
  const refresh = () => queryClient.invalidateQueries(webhooksQuery);
  const remove = useMutation({ mutationFn: () => call("removeWebhook", { params }), onSuccess: refresh });
  const renew = useMutation({ mutationFn: () => call("renewWebhookSecret", { params }) });
  const toggle = useMutation({
    mutationFn: () =>
      call("changeWebhook", { params, body: { ...webhook, state: state === "active" ? "paused" : "active" } }),
    onSuccess: refresh,
  });
  const close = (): void => {
    setOpen(undefined);
    renew.reset();
  };
  return (
    <li className="row">
      <span className="row-main">
        <strong>{label}</strong>
        <span className="soft webhook-url">{url}</span>
        <span className="soft">
          {state === "paused"
            ? t("webhooks.paused")
            : failingSince === null
              ? t("webhooks.active")
              : t("webhooks.failing", { moment: moment(failingSince, i18n.language) })}
        </span>
      </span>
      <span className="row-actions">
        <Button variant="default" size="sm" onClick={() => setOpen("deliveries")}>
          {t("webhooks.deliveries")}
        </Button>
        <Button variant="default" size="sm" onClick={() => setOpen("change")}>
          {t("webhooks.change")}
        </Button>
        <Button variant="default" size="sm" loading={toggle.isPending} onClick={() => toggle.mutate()}>
          {state === "active" ? t("webhooks.pause") : t("webhooks.resume")}
        </Button>
        <Button variant="default" size="sm" onClick={() => setOpen("secret")}>
          {t("webhooks.renew")}
        </Button>
        <Button variant="default" size="sm" onClick={() => setOpen("remove")}>
          {t("webhooks.remove")}
        </Button>
      </span>
      <ProblemNote error={toggle.error} />
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={t(`webhooks.title_${open ?? "change"}`, { label })}
        closeButtonProps={{ "aria-label": t("common.close") }}
        size={open === "deliveries" || open === "change" ? "lg" : "md"}
      >
        {open === "change" && <WebhookForm webhook={webhook} onClose={close} />}
        {open === "deliveries" && <WebhookDeliveries endpointId={endpointId} />}
        {open === "secret" && renew.data && <WebhookSecret secret={renew.data.secret} onClose={close} />}
        {((open === "secret" && !renew.data) || open === "remove") && (
          <div className="stack">
            <p>{t(`webhooks.${open}_means`)}</p>
            <ProblemNote error={open === "remove" ? remove.error : renew.error} />
            <div className="form-actions">
              <Button
                data-autofocus
                loading={remove.isPending || renew.isPending}
                onClick={() => (open === "remove" ? remove.mutate() : renew.mutate())}
              >
                {t(open === "remove" ? "webhooks.remove" : "webhooks.renew")}
              </Button>
              <Button variant="default" onClick={close}>
                {t("common.cancel")}
              </Button>
            </div>
          </div>
        )}
      </Modal>
    </li>
  );
}
