import { Button, Textarea } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { saveText } from "../save-file.ts";
import { currentQuery } from "./agreements-queries.ts";
import { InForce } from "./in-force.tsx";
import "../manage/manage.css";
import "./agreements.css";

/** The document itself, for who writes it by hand: checked while one types. */
function DocumentForm({ text: given }: { text: string }): JSX.Element {
  const { t } = useTranslation();
  const [text, setText] = useState(given);
  const settled = useDeferredValue(text);
  return (
    <div className="wizard wizard-even">
      <div className="stack agreements-document">
        <Textarea
          label={t("agreements.document_label")}
          description={t("agreements.document_lead")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={20}
          maxRows={40}
          maxLength={65_536}
          spellCheck={false}
        />
        <span className="row-actions">
          <Button
            variant="default"
            leftSection={<IconDownload size={20} />}
            onClick={() => saveText("agreements.yaml", text)}
          >
            {t("common.download")}
          </Button>
        </span>
      </div>
      <InForce text={settled} />
    </div>
  );
}

export function DocumentPage(): JSX.Element {
  const { t } = useTranslation();
  const current = useQuery(currentQuery);
  const presets = useQuery({ queryKey: ["agreements", "presets"], queryFn: () => call("agreementPresets") });
  const text = current.data?.version === 0 ? presets.data?.presets[0]?.text : current.data?.text;
  return (
    <main className="page page-wide">
      <PageHeading title={t("agreements.document")} lead={t("agreements.document_page")} />
      <ProblemNote error={current.error ?? presets.error} />
      {text !== undefined && <DocumentForm text={text} />}
    </main>
  );
}
