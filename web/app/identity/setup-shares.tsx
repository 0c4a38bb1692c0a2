import { NativeSelect, Radio } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { SetupStepProps } from "./setup-form.ts";

const counts = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

/** One paper, or several of which some are needed: said in what it means, not in how it works. */
export function SetupShares({ form, onChange }: SetupStepProps): JSX.Element {
  const { t } = useTranslation();
  const divided = form.shares > 1;
  return (
    <>
      <p className="lead">{t("setup.shares_lead")}</p>
      <p>{t("setup.shares_why")}</p>
      <Radio.Group
        value={divided ? "divided" : "one"}
        onChange={(chosen) => onChange(chosen === "one" ? { shares: 1, threshold: 1 } : { shares: 3, threshold: 2 })}
        label={t("setup.shares_question")}
      >
        <div className="choices">
          <Radio className="choice" value="one" label={t("setup.whole")} description={t("setup.whole_hint")} />
          <Radio
            className="choice"
            value="divided"
            label={t("setup.shares_divided")}
            description={t("setup.shares_divided_hint")}
          />
        </div>
      </Radio.Group>
      {divided && (
        <div className="pair">
          <NativeSelect
            label={t("setup.shares_count")}
            data={counts(2, 9)}
            value={String(form.shares)}
            onChange={(event) => {
              const shares = Number(event.currentTarget.value);
              onChange({ shares, threshold: Math.min(form.threshold, shares) });
            }}
          />
          <NativeSelect
            label={t("setup.shares_needed")}
            data={counts(2, form.shares)}
            value={String(form.threshold)}
            onChange={(event) => onChange({ threshold: Number(event.currentTarget.value) })}
          />
        </div>
      )}
    </>
  );
}
