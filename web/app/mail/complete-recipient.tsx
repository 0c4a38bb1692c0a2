import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Verification } from "#/contract/index.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import type { Recipient } from "./mail-queries.ts";
import { VerificationFields } from "./verification-fields.tsx";

/** What a waiting recipient lacks, given where one sees it; then the message goes. */
export function CompleteRecipient({ recipient, onDone }: { recipient: Recipient; onDone: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [verification, setVerification] = useState<Verification>(recipient.verification ?? "sms");
  const [phone, setPhone] = useState("");
  const [password, setPassword] = useState("");
  const complete = useMutation({
    mutationFn: () =>
      call("completeRecipient", {
        params: { recipientId: recipient.recipientId },
        body: {
          verification,
          ...(verification === "sms" && { phone: phone.trim() }),
          ...(verification === "password" && { password }),
        },
      }),
    onSuccess: onDone,
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        complete.mutate();
      }}
    >
      <VerificationFields
        name={recipient.name || recipient.email}
        verification={verification}
        onVerification={setVerification}
        phone={phone}
        onPhone={setPhone}
        password={password}
        onPassword={setPassword}
        required
      />
      <ProblemNote error={complete.error} />
      <Button type="submit" loading={complete.isPending}>
        {t("mail.complete.send")}
      </Button>
    </form>
  );
}
