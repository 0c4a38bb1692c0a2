import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type JSX, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isPageLanguage } from "../../parts/languages.ts";
import { asProblem } from "../../parts/call.ts";
import { OutsideLayout } from "../pieces/outside-layout.tsx";
import { useTabTitle } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, holdToken, meQuery, queryClient } from "../session.ts";
import { speakLanguage } from "../words.ts";
import { CodeStep } from "./code-step.tsx";
import { EnrolStep } from "./enrol-step.tsx";
import { decodeFragment, forgetSecret, keepSecret, keptSecret } from "./invitation-secret.ts";
import { NewPassword } from "./new-password.tsx";
import type { LoginAnswer } from "./password-step.tsx";

/** Gone from the address bar at once, and kept in this tab, so that a reload asks for nothing that was given already. */
function useSecret(invitationId: string): { readonly secret: string; forget(): void } {
  const [secret] = useState(() => {
    const given = decodeFragment(location.hash);
    return given === "" ? keptSecret(invitationId) : given;
  });
  useEffect(() => {
    keepSecret(invitationId, secret);
    if (location.hash !== "") history.replaceState(history.state, "", location.pathname);
  }, [invitationId, secret]);
  return { secret, forget: forgetSecret };
}

/** A colleague invited you: a name, a password of one's own, then the second factor. */
export function InvitationPage(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { invitationId } = useParams({ from: "/invitation/$invitationId" });
  const { secret, forget } = useSecret(invitationId);
  const [name, setName] = useState<string>();
  const [password, setPassword] = useState("");
  const [step, setStep] = useState<"accept" | "enrol" | "code">("accept");
  useTabTitle(t("invitation.title"));
  const invitation = useQuery({
    queryKey: ["invitation", invitationId],
    queryFn: async () => {
      const found = await call("invitation", { params: { invitationId }, body: { secret } });
      if (isPageLanguage(found.language)) await speakLanguage(found.language);
      return found;
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const proceed = async (answer: LoginAnswer): Promise<void> => {
    holdToken(answer.token);
    if (answer.next !== "done") return setStep(answer.next);
    await queryClient.fetchQuery(meQuery);
    await navigate({ to: "/safety", replace: true });
  };
  const found = invitation.data;
  const accept = useMutation({
    mutationFn: async () => {
      const answer = await call("acceptInvitation", {
        params: { invitationId },
        body: { secret, name: name ?? found?.name ?? "", password },
      });
      forget();
      return proceed(answer);
    },
  });
  // A password that is refused is said to be so at its field; not a second time below.
  const isSaidAtField = accept.error !== null && asProblem(accept.error).code.startsWith("identity.password_");

  return (
    <OutsideLayout>
      {step === "enrol" && <EnrolStep onDone={proceed} />}
      {step === "code" && <CodeStep onDone={proceed} onBack={() => void navigate({ to: "/login" })} />}
      {step === "accept" && invitation.error && (
        <>
          <h1>{t("invitation.wrong_title")}</h1>
          <ProblemNote error={invitation.error} />
          <p>{t("invitation.wrong_now")}</p>
          <p>
            {t("invitation.used_before")} <Link to="/">{t("invitation.log_in")}</Link>
          </p>
        </>
      )}
      {step === "accept" && found && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            accept.mutate();
          }}
        >
          <h1>
            {t(found.givesBack ? "invitation.back_heading" : "invitation.heading", {
              organisation: found.organisation,
            })}
          </h1>
          <p className="lead">
            {t(found.givesBack ? "invitation.back_lead" : "invitation.lead", { email: found.email })}
          </p>
          <input type="hidden" name="username" autoComplete="username" value={found.email} readOnly />
          <TextInput
            label={t("setup.name")}
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={200}
            value={name ?? found.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NewPassword
            value={password}
            onChange={(typed) => {
              accept.reset();
              setPassword(typed);
            }}
            own={[found.email, name ?? found.name]}
            refused={isSaidAtField ? accept.error : null}
          />
          {!isSaidAtField && <ProblemNote error={accept.error} />}
          <Button type="submit" loading={accept.isPending} fullWidth>
            {t("invitation.accept")}
          </Button>
        </form>
      )}
    </OutsideLayout>
  );
}
