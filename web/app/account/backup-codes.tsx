import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { accountQuery } from "./account-queries.ts";
import "./account.css";

interface BackupCodesProps {
  readonly password?: string;
  readonly onDone: () => void;
}

/** Makes ten codes and shows them this once. */
export function BackupCodes({ password, onDone }: BackupCodesProps): JSX.Element {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 3000 });
  const made = useQuery({
    queryKey: ["backup-codes"],
    queryFn: async () => {
      const answer = await call("makeBackupCodes", { body: password === undefined ? {} : { password } });
      await queryClient.invalidateQueries(accountQuery);
      return answer;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return (
    <div className="stack">
      <p>{t("account.backup_lead")}</p>
      {made.data && (
        <>
          <ol className="backup-codes">
            {made.data.codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ol>
          <Button
            variant="default"
            leftSection={clipboard.copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
            onClick={() => clipboard.copy(made.data.codes.join("\n"))}
          >
            {clipboard.copied ? t("common.copied") : t("account.backup_copy")}
          </Button>
        </>
      )}
      <ProblemNote error={made.error} />
      <Button onClick={onDone} disabled={!made.data && !made.error}>
        {t("account.backup_kept")}
      </Button>
    </div>
  );
}
