import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { HeldRule } from "./approval-queries.ts";

const underscored = (name: unknown): string => String(name).replaceAll("-", "_");

type Because = HeldRule["because"][number];

/** What made a rule speak, in words. */
function useBecause(): (because: Because) => string {
  const { t } = useTranslation();
  return (because) => {
    const { what } = because;
    if (what === "finding")
      return t("said.found", { kind: t(`said.kind.${underscored(because["kind"])}`), times: because["count"] });
    if (what === "attachment") return t(`said.attachment.${underscored(because["kind"])}`);
    if (what === "signal") return t(`said.signal.${underscored(because["signal"])}`);
    const value = String(because["value"]);
    if (what === "process") return t("said.process", { value });
    if (what === "label") return t("said.label", { value });
    if (what === "keyword") return t("said.keyword", { value });
    if (what === "domain") return t("said.domain", { value });
    return t("said.group", { value });
  };
}

/** Each rule with what it asks and why; the firm's own reason where it gave one. */
export function RuleLines({ rules }: { rules: readonly HeldRule[] }): JSX.Element {
  const { t } = useTranslation();
  const say = useBecause();
  return (
    <ul className="rule-lines">
      {rules.map((rule) => {
        const because = rule.because.map(say).join(", ");
        const isNamed = !["default", "misaddressing"].includes(rule.source);
        return (
          <li key={JSON.stringify(rule)}>
            <span>{because === "" ? t("said.always") : `${because}.`}</span>
            {rule.why !== "" && <span>{rule.why}</span>}
            {isNamed && <span className="soft">{t("said.rule", { name: rule.source })}</span>}
          </li>
        );
      })}
    </ul>
  );
}
