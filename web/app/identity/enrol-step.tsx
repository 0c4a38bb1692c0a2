import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyField } from "../pieces/copy-field.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { CodeField } from "./code-field.tsx";
import type { LoginAnswer } from "./password-step.tsx";

/** The first time: a code app is linked by scanning, or by typing where there is no camera. */
export function EnrolStep({ onDone }: { onDone: (answer: LoginAnswer) => Promise<void> }): JSX.Element {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const start = useQuery({
    queryKey: ["enrol"],
    queryFn: () => call("enrolStart"),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const confirm = useMutation({
    mutationFn: async () => onDone(await call("enrolFinish", { body: { code } })),
    onError: () => setCode(""),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <h1>{t("login.enrol_title")}</h1>
      <p>{t("login.enrol_lead")}</p>
      <ol className="steps">
        <li>{t("login.enrol_app")}</li>
        <li>
          {t("login.enrol_scan")}
          {start.data && (
            <img
              className="qr"
              alt={t("login.enrol_picture")}
              width={160}
              height={160}
              src={`data:image/svg+xml,${encodeURIComponent(start.data.qrSvg)}`}
            />
          )}
          {start.data && <CopyField label={t("login.enrol_typed")} value={start.data.secret} />}
        </li>
        <li>{t("login.enrol_code")}</li>
      </ol>
      <CodeField label={t("login.code")} value={code} onChange={setCode} />
      <ProblemNote error={confirm.error ?? start.error} />
      <Button type="submit" loading={confirm.isPending} disabled={!start.data} fullWidth>
        {t("login.enrol_finish")}
      </Button>
    </form>
  );
}
