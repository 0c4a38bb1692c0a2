import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyField } from "../pieces/copy-field.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { accountQuery } from "./account-queries.ts";

interface RecoveryCodeProps {
  /** Needed some time after log-in. */
  readonly password?: string;
  readonly onDone: () => void;
}

/** Shows a new recovery code; it counts once its last two groups were typed from where it was written down. */
export function RecoveryCode({ password, onDone }: RecoveryCodeProps): JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const offer = useQuery({
    queryKey: ["recovery-code"],
    queryFn: () => call("offerRecoveryCode", { body: password === undefined ? {} : { password } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: () => call("confirmRecoveryCode", { body: { typed } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(accountQuery);
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>{t("account.recovery_lead")}</p>
      {offer.data && <CopyField label={t("account.recovery_code")} value={offer.data.code} loud />}
      <p className="soft">{t("account.recovery_keep")}</p>
      <TextInput
        label={t("account.recovery_typed")}
        description={t("account.recovery_typed_hint")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        maxLength={20}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ProblemNote error={confirm.error ?? offer.error} />
      <Button type="submit" loading={confirm.isPending} disabled={!offer.data}>
        {t("account.recovery_confirm")}
      </Button>
    </form>
  );
}
