import { Button, Modal } from "@mantine/core";
import { IconPlus, IconUserShare } from "@tabler/icons-react";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { day, justBefore } from "../../parts/format.ts";
import { mailboxesQuery } from "../mail/find/mailbox-queries.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, meQuery, queryClient } from "../session.ts";
import { type StandIn, standInsQuery } from "./mailboxes-queries.ts";
import { StandInForm } from "./mailboxes-stand-in-form.tsx";
import "./manage.css";

/** Who acts in one's mailbox during leave, and for whom one does so. */
export function StandInPage(): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const list = useQuery(standInsQuery);
  const [naming, setNaming] = useState(false);
  const standIns = list.data?.standIns ?? [];
  const mine = standIns.some(({ owner }) => owner.memberId === me.memberId);
  return (
    <main className="page">
      <PageHeading title={t("app.place.stand_in")} lead={t("stand_in.lead")}>
        {list.data && !mine && (
          <Button leftSection={<IconPlus size={20} stroke={1.75} />} onClick={() => setNaming(true)}>
            {t("stand_in.name")}
          </Button>
        )}
      </PageHeading>
      <ProblemNote error={list.error} />
      {list.data && standIns.length === 0 && <p className="soft">{t("stand_in.none")}</p>}
      <ul className="rows">
        {standIns.map((standIn) => (
          <StandInRow key={standIn.standInId} standIn={standIn} mine={standIn.owner.memberId === me.memberId} />
        ))}
      </ul>
      <Modal
        opened={naming}
        onClose={() => setNaming(false)}
        title={t("stand_in.name")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <StandInForm onClose={() => setNaming(false)} />
      </Modal>
    </main>
  );
}

function StandInRow({ standIn, mine }: { standIn: StandIn; mine: boolean }): JSX.Element {
  const { t, i18n } = useTranslation();
  const end = useMutation({
    mutationFn: () => call("endStandIn", { params: { standInId: standIn.standInId } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(standInsQuery);
      await queryClient.invalidateQueries(mailboxesQuery);
    },
  });
  const name = mine ? standIn.standIn.name : standIn.owner.name;
  // The end is the first moment after it: the last day is the one before.
  const last = justBefore(standIn.until);
  return (
    <li className="row">
      <IconUserShare size={22} stroke={1.75} aria-hidden="true" />
      <span className="row-main">
        <strong>{t(mine ? "stand_in.for_you" : "stand_in.by_you", { name })}</strong>
        <span className="soft">
          {t("stand_in.period", { from: day(standIn.from, i18n.language), until: day(last, i18n.language) })}
        </span>
        <ProblemNote error={end.error} />
      </span>
      <Button variant="default" size="sm" loading={end.isPending} onClick={() => end.mutate()}>
        {t("stand_in.end")}
      </Button>
    </li>
  );
}
