import { Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { WebhookForm } from "./webhook-form.tsx";
import { webhooksQuery } from "./webhook-queries.ts";
import { WebhookRow } from "./webhook-row.tsx";
import "./manage.css";

/** Which applications are told what becomes of messages. */
export function WebhooksPage(): JSX.Element {
  const { t } = useTranslation();
  const list = useQuery(webhooksQuery);
  const [making, setMaking] = useState(false);
  return (
    <main className="page">
      <PageHeading title={t("app.place.webhooks")} lead={t("webhooks.lead")}>
        <Button leftSection={<IconPlus size={20} stroke={1.75} />} onClick={() => setMaking(true)}>
          {t("webhooks.make")}
        </Button>
      </PageHeading>
      <ProblemNote error={list.error} />
      {list.data?.webhooks.length === 0 && <p className="soft">{t("webhooks.none")}</p>}
      <ul className="rows">
        {list.data?.webhooks.map((webhook) => (
          <WebhookRow key={webhook.endpointId} webhook={webhook} />
        ))}
      </ul>
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title={t("webhooks.make")}
        closeButtonProps={{ "aria-label": t("common.close") }}
        size="lg"
      >
        <WebhookForm onClose={() => setMaking(false)} />
      </Modal>
    </main>
  );
}
