import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../pieces/empty-state.tsx";

export function NothingChosen(): JSX.Element {
  const { t } = useTranslation();
  return <EmptyState picture="reading" title={t("mail.nothing_chosen")} lead={t("mail.nothing_chosen_lead")} />;
}
