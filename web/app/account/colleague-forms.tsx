import { Button, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { localeOf } from "../../parts/languages.ts";
import type { Member } from "../manage/member-queries.ts";
import { CopyField } from "../pieces/copy-field.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";

interface ColleagueFormProps {
  readonly member: Member;
  readonly onDone: () => void;
}

/** For a colleague whose phone is lost. */
export function SecondFactorForm({ member, onDone }: ColleagueFormProps): JSX.Element {
  const { t } = useTranslation();
  const reset = useMutation({
    mutationFn: () => call("resetSecondFactor", { params: { memberId: member.memberId } }),
    onSuccess: onDone,
  });
  return (
    <div className="stack">
      <p>{t("members.second_factor_means", { name: member.name })}</p>
      <ProblemNote error={reset.error} />
      <div className="form-actions">
        <Button data-autofocus loading={reset.isPending} onClick={() => reset.mutate()}>
          {t("members.second_factor_act")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}

/** For a colleague without password and recovery code: the holders of the recovery kit enter their shares here. */
export function AccessBackForm({ member, onDone }: ColleagueFormProps): JSX.Element {
  const { t, i18n } = useTranslation();
  const [shares, setShares] = useState([""]);
  const give = useMutation({
    mutationFn: () =>
      call("giveAccessBack", {
        params: { memberId: member.memberId },
        body: { shares: shares.filter((share) => share.trim() !== "") },
      }),
    onSuccess: () => setShares([""]),
  });
  if (give.data) {
    const until = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: "long" }).format(
      new Date(give.data.expiresAt),
    );
    return (
      <div className="stack">
        <p>{t("members.access_back_link", { name: member.name, until })}</p>
        <CopyField label={t("members.access_back_copy")} value={give.data.invitationUrl} loud />
        <Button onClick={onDone}>{t("common.close")}</Button>
      </div>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <p>{t("members.access_back_means", { name: member.name })}</p>
      <p className="soft">{t("members.access_back_alone")}</p>
      {shares.map((share, index) => (
        <Textarea
          // oxlint-disable-next-line react/no-array-index-key -- a share has no name but its place
          key={index}
          label={t("members.access_back_share", { number: index + 1 })}
          description={index === 0 ? t("members.access_back_share_hint") : undefined}
          autoComplete="off"
          spellCheck={false}
          rows={4}
          required={index === 0}
          withAsterisk={false}
          value={share}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setShares((all) => all.map((each, at) => (at === index ? text : each)));
          }}
        />
      ))}
      {shares.length < 9 && (
        <Button variant="subtle" leftSection={<IconPlus size={18} />} onClick={() => setShares((all) => [...all, ""])}>
          {t("members.access_back_more")}
        </Button>
      )}
      <ProblemNote error={give.error} />
      <div className="form-actions">
        <Button type="submit" loading={give.isPending}>
          {t("members.access_back_act")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
