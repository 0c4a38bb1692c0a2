import { Button, FileButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { mostLogoBytes } from "#/contract/logo.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { base64Of, EmptyPicture, shrinkLogo } from "./shrink-logo.ts";

export const logoAddress = (logo: string): string => `/api/organisation/logo?v=${logo}`;

class Unreadable extends Error {}

/** As it is kept now, so that it can be put back; undefined for none. */
async function keptLogo(logo: string): Promise<string | undefined> {
  if (logo === "") return undefined;
  const answer = await fetch(logoAddress(logo));
  return answer.ok ? base64Of(await answer.blob()) : undefined;
}

const keep = (png: string | undefined): Promise<unknown> =>
  png === undefined ? call("removeLogo") : call("saveLogo", { body: { png } });

/** What becomes of the logo: chosen and seen first, kept with its own button, and put back as it was. */
function useLogo(logo: string) {
  const [chosen, setChosen] = useState<string>();
  const [before, setBefore] = useState<{ readonly png: string | undefined }>();
  const choice = useMutation({
    mutationFn: (file: File) =>
      shrinkLogo(file, mostLogoBytes).catch((error: unknown) => {
        throw error instanceof EmptyPicture ? error : new Unreadable();
      }),
    onSuccess: setChosen,
  });
  const change = useMutation({
    mutationFn: async ({ png, undoing }: { png: string | undefined; undoing?: true }) => {
      const kept = undoing ? undefined : { png: await keptLogo(logo) };
      await keep(png);
      return kept;
    },
    onSuccess: async (kept) => {
      setBefore(kept);
      await queryClient.invalidateQueries({ queryKey: ["look"] });
      setChosen(undefined);
    },
  });
  const choose = (file: File | null): void => {
    if (!file) return;
    change.reset();
    setBefore(undefined);
    setChosen(undefined);
    choice.mutate(file);
  };
  return { chosen, before, choice, change, choose, drop: () => setChosen(undefined) };
}

/** The rest of the look is saved with its own button. */
export function LogoField({ logo, name }: { logo: string; name: string }): JSX.Element {
  const { t } = useTranslation();
  const { chosen, before, choice, change, choose, drop } = useLogo(logo);
  const shown = chosen === undefined ? logo !== "" && logoAddress(logo) : `data:image/png;base64,${chosen}`;
  return (
    <div className="look-logo">
      <p className="look-logo-label">{t("settings.look.logo")}</p>
      <p className="soft">{t("settings.look.logo_hint")}</p>
      {shown !== false && (
        <img
          src={shown}
          alt={t(chosen === undefined ? "settings.look.logo_alt" : "settings.look.logo_new", { name })}
        />
      )}
      {chosen !== undefined && <output>{t("settings.look.logo_look")}</output>}
      <div className="form-actions">
        {chosen !== undefined && (
          <Button loading={change.isPending} onClick={() => change.mutate({ png: chosen })}>
            {t("settings.look.logo_save")}
          </Button>
        )}
        <FileButton onChange={choose} accept="image/png,image/jpeg,image/webp,image/svg+xml,image/gif">
          {(props) => (
            <Button {...props} variant="default" loading={choice.isPending}>
              {t(logo === "" && chosen === undefined ? "settings.look.logo_choose" : "settings.look.logo_another")}
            </Button>
          )}
        </FileButton>
        {chosen !== undefined && (
          <Button variant="subtle" onClick={drop}>
            {t("settings.look.logo_drop")}
          </Button>
        )}
        {chosen === undefined && logo !== "" && (
          <Button variant="subtle" loading={change.isPending} onClick={() => change.mutate({ png: undefined })}>
            {t("settings.look.logo_remove")}
          </Button>
        )}
        {chosen === undefined && before && (
          <Button variant="subtle" onClick={() => change.mutate({ png: before.png, undoing: true })}>
            {t("settings.look.logo_undo")}
          </Button>
        )}
        <output>{change.isSuccess && chosen === undefined && t("common.saved")}</output>
      </div>
      <LogoProblem choice={choice.error} change={change.error} />
    </div>
  );
}

function LogoProblem({ choice, change }: { choice: Error | null; change: Error | null }): JSX.Element {
  const { t } = useTranslation();
  if (choice instanceof EmptyPicture) return <p role="alert">{t("settings.look.logo_empty")}</p>;
  if (choice) return <p role="alert">{t("settings.look.logo_unreadable")}</p>;
  return <ProblemNote error={change} />;
}
