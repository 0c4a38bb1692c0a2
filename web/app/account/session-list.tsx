import { Button } from "@mantine/core";
import { IconDeviceDesktop } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { localeOf } from "../../parts/languages.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { accountQuery } from "./account-queries.ts";

type Session = Answer<MemberRoutes, "account">["sessions"][number];

/** Where one is logged in; each can be ended, and all others at once. */
export function SessionList({ sessions }: { sessions: readonly Session[] }): JSX.Element {
  const { t, i18n } = useTranslation();
  const when = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: "medium", timeStyle: "short" });
  const refresh = () => queryClient.invalidateQueries(accountQuery);
  const end = useMutation({
    mutationFn: (sessionId: string) => call("endSession", { params: { sessionId } }),
    onSuccess: refresh,
  });
  const endOthers = useMutation({ mutationFn: () => call("endOtherSessions"), onSuccess: refresh });
  return (
    <div className="stack">
      <ul className="rows">
        {sessions.map((session) => (
          <li key={session.sessionId} className="row">
            <IconDeviceDesktop size={22} stroke={1.75} aria-hidden="true" />
            <span className="row-main">
              <strong>{session.browser === "" ? t("account.browser_unknown") : session.browser}</strong>
              <span className="soft">
                {t("account.last_seen", { when: when.format(new Date(session.lastSeenAt)) })}
              </span>
            </span>
            {session.isThis ? (
              <span className="tag">{t("account.this_session")}</span>
            ) : (
              <Button
                variant="default"
                size="sm"
                loading={end.isPending && end.variables === session.sessionId}
                onClick={() => end.mutate(session.sessionId)}
              >
                {t("account.end_session")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={end.error ?? endOthers.error} />
      {sessions.length > 1 && (
        <div className="form-actions">
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("account.end_others")}
          </Button>
        </div>
      )}
    </div>
  );
}
