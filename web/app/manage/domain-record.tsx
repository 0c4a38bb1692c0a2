import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { CopyField } from "../pieces/copy-field.tsx";
import { Light, type LightState } from "./light.tsx";
import type { CheckedRecord, DomainRecord } from "./operation-queries.ts";

const lights: Readonly<Record<CheckedRecord["state"], LightState>> = {
  right: "good",
  missing: "bad",
  wrong: "bad",
  silent: "unknown",
};

function lightOf({ state, weight }: CheckedRecord): LightState {
  const light = lights[state];
  return light === "bad" && weight === "advised" ? "care" : light;
}

function Found({ values }: { values: readonly string[] }): JSX.Element | null {
  const { t } = useTranslation();
  if (values.length === 0) return null;
  return (
    <div>
      <span className="soft">{t("domain.found")}</span>
      <ul className="found">
        {values.map((value) => (
          <li key={value}>
            <code>{value}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface DomainRecordProps {
  readonly record: DomainRecord | CheckedRecord;
  readonly policyFile: string | null;
}

/** One record: what it is for, what to put where, and what is there now. */
export function DomainRecordCard({ record, policyFile }: DomainRecordProps): JSX.Element {
  const { t } = useTranslation();
  const { kind, name, type, value } = record;
  const checked = "state" in record ? record : undefined;
  const key = kind.replaceAll("-", "_");
  const isSettled = checked?.state === "right";
  const showsWhatToPut = !isSettled && value !== "";
  const id = `record-${kind}`;
  return (
    <section className="matter" aria-labelledby={id}>
      <div className="matter-head">
        <h2 id={id}>{t(`domain.kind.${key}.title`)}</h2>
        {checked && <Light state={lightOf(checked)}>{t(`domain.state.${checked.state}`)}</Light>}
      </div>
      <p>{t(`domain.kind.${key}.for`)}</p>
      {checked?.remark && <p>{t(`domain.remark.${checked.remark.replaceAll("-", "_")}`)}</p>}
      {checked && !isSettled && !showsWhatToPut && <p>{t(`domain.kind.${key}.do`)}</p>}
      {checked && <Found values={checked.found} />}
      {showsWhatToPut && (
        <>
          <CopyField label={t("domain.name", { type })} value={name} />
          <CopyField label={t("domain.value")} value={value} />
        </>
      )}
      {policyFile !== null && (
        <details>
          <summary>{t("domain.policy_file")}</summary>
          <p>{t("domain.policy_where", { name })}</p>
          <pre className="policy-file">{policyFile}</pre>
        </details>
      )}
    </section>
  );
}
