import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type JSX, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { OutsideLayout } from "../pieces/outside-layout.tsx";
import { useTabTitle } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, holdToken, meQuery, queryClient } from "../session.ts";
import { EnrolStep } from "./enrol-step.tsx";
import { NewPassword } from "./new-password.tsx";
import type { LoginAnswer } from "./password-step.tsx";

/** The token of a mailed link; the address bar forgets it at once. */
function useMailToken(): string {
  const [token] = useState(() => location.hash.slice(1));
  useEffect(() => {
    if (location.hash !== "") history.replaceState(history.state, "", location.pathname);
  }, []);
  return token;
}

/** A forgotten password: the recovery code opens what is sealed, and a second proof says that it is you. */
export function RecoverPage(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mailToken = useMailToken();
  const [step, setStep] = useState<"recover" | "enrol" | "mailed">("recover");
  const [email, setEmail] = useState("");
  const [recoveryCode, setRecoveryCode] = useState("");
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  useTabTitle(t("recover.title"));
  const proceed = async (answer: LoginAnswer): Promise<void> => {
    holdToken(answer.token);
    if (answer.next !== "done") return setStep("enrol");
    await queryClient.fetchQuery(meQuery);
    await navigate({ to: "/safety", replace: true });
  };
  const claim = { email: email.trim(), recoveryCode };
  const recover = useMutation({
    mutationFn: async () =>
      proceed(await call("recover", { body: { ...claim, password, proof: mailToken ? { mailToken } : { code } } })),
  });
  const mail = useMutation({
    mutationFn: () => call("mailRecoveryLink", { body: claim }),
    onSuccess: () => setStep("mailed"),
  });
  const field = { required: true, withAsterisk: false, spellCheck: false, autoCapitalize: "none" } as const;
  return (
    <OutsideLayout>
      {step === "enrol" && <EnrolStep onDone={proceed} />}
      {step === "mailed" && (
        <>
          <h1>{t("recover.mailed_title")}</h1>
          <p>{t("recover.mailed", { email: claim.email })}</p>
        </>
      )}
      {step === "recover" && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            recover.mutate();
          }}
        >
          <h1>{t("recover.title")}</h1>
          <p>{t("recover.lead")}</p>
          <TextInput
            {...field}
            label={t("login.email")}
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <TextInput
            {...field}
            label={t("account.recovery_code")}
            description={t("recover.code_hint")}
            autoComplete="off"
            maxLength={100}
            value={recoveryCode}
            onChange={(event) => setRecoveryCode(event.currentTarget.value)}
          />
          {mailToken === "" && (
            <TextInput
              {...field}
              label={t("recover.second")}
              description={t("recover.second_hint")}
              autoComplete="one-time-code"
              maxLength={40}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          )}
          <NewPassword value={password} onChange={setPassword} own={[email]} />
          <ProblemNote error={recover.error ?? mail.error} />
          <Button type="submit" loading={recover.isPending} fullWidth>
            {t("recover.act")}
          </Button>
          {mailToken === "" && (
            <Button
              variant="subtle"
              fullWidth
              loading={mail.isPending}
              disabled={claim.email === "" || recoveryCode === ""}
              onClick={() => mail.mutate()}
            >
              {t("recover.mail")}
            </Button>
          )}
          <p className="soft">{t("recover.neither")}</p>
          <Link to="/login">{t("recover.back")}</Link>
        </form>
      )}
    </OutsideLayout>
  );
}
