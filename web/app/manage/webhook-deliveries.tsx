import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { deliveriesQuery } from "./webhook-queries.ts";

/** What an application was told lately, with its answer. */
export function WebhookDeliveries({ endpointId }: { endpointId: string }): JSX.Element {
  const { t, i18n } = useTranslation();
  const query = deliveriesQuery(endpointId);
  const list = useQuery(query);
  const repeat = useMutation({
    mutationFn: (deliveryId: string) => call("repeatWebhookDelivery", { params: { endpointId, deliveryId } }),
    onSuccess: () => queryClient.invalidateQueries(query),
  });
  return (
    <div className="stack">
      <ProblemNote error={list.error ?? repeat.error} />
      {list.data?.deliveries.length === 0 && <p className="soft">{t("webhooks.no_deliveries")}</p>}
      <ul className="rows">
        {list.data?.deliveries.map((delivery) => (
          <li className="row" key={delivery.deliveryId}>
            <span className="row-main">
              <strong>{t(`webhooks.event.${delivery.event.slice("recipient.".length)}`)}</strong>
              <span className="soft">
                {moment(delivery.createdAt, i18n.language)}
                {" · "}
                {t(`webhooks.delivery.${delivery.state}`, { count: delivery.attempts })}
                {delivery.lastAnswer !== null && ` · ${t("webhooks.answer", { answer: delivery.lastAnswer })}`}
              </span>
            </span>
            {delivery.state !== "queued" && (
              <Button
                variant="default"
                size="sm"
                loading={repeat.isPending && repeat.variables === delivery.deliveryId}
                onClick={() => repeat.mutate(delivery.deliveryId)}
              >
                {t("webhooks.repeat")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
