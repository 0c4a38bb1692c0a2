import { Button } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Decision } from "#/agreements/rules/index.ts";
import { RuleLines } from "../../approvals/rule-lines.tsx";
import { changeDraft, type Draft } from "../draft.ts";
import type { Noticed } from "./look-at-draft.ts";
import { masked, maskable } from "./mask-value.ts";
import "../../approvals/approvals.css";

type Rule = Parameters<typeof RuleLines>[0]["rules"][number];

/** Each rule once, whomever it speaks of. */
function rulesOf(decision: Decision, whyOf: (source: string) => string): Rule[] {
  const rules = new Map<string, Rule>();
  for (const { reasons } of decision.recipients)
    for (const { source, action, because, exception } of reasons) {
      // What is only said of recipients has its own lines.
      const isAdvice = source === "misaddressing" && action === "advise";
      if (source === "wish" || isAdvice || exception !== undefined) continue;
      const said = because.map((each): Record<string, string | number> => ({ ...each }));
      rules.set(JSON.stringify([source, said]), { source, action, because: said, why: whyOf(source) });
    }
  return [...rules.values()];
}

/** What was seen in the text, what follows from it and why, and what one can do; nothing while nothing was. */
export function NoticedPart({
  draft,
  noticed,
  unread,
  whyOf,
}: {
  draft: Draft;
  noticed: Noticed;
  unread: number;
  whyOf: (source: string) => string;
}): JSX.Element | null {
  const { t } = useTranslation();
  const { decision, findings } = noticed;
  const rules = rulesOf(decision, whyOf);
  const values = maskable(findings, draft);
  if (rules.length === 0 && unread === 0) return null;
  const refused = decision.recipients.find(({ route }) => route === "refuse");
  return (
    <div className="noticed" aria-live="polite">
      {rules.length > 0 && (
        <p>
          <strong>
            {refused
              ? t("mail.noticed.refuse", { address: refused.email })
              : t(`mail.noticed.${decision.strictest === "hold" ? "hold" : "seen"}`)}
          </strong>
        </p>
      )}
      <RuleLines rules={rules} />
      {unread > 0 && <p className="soft">{t("hold.unread", { count: unread })}</p>}
      {rules.length > 0 &&
        values.map((value) => (
          <Button
            key={value.text}
            size="sm"
            variant="default"
            leftSection={<IconEyeOff size={18} aria-hidden="true" />}
            onClick={() => changeDraft(draft.key, (now) => masked(now, value.text))}
          >
            {t("mail.noticed.mask", {
              kind: t(`said.kind.${value.kind.replaceAll("-", "_")}`),
              end: value.text.slice(-2),
            })}
          </Button>
        ))}
    </div>
  );
}
