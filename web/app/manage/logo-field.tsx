import { Button, FileButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { mostLogoBytes } from "#/contract/logo.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { shrinkLogo } from "./shrink-logo.ts";

export const logoAddress = (logo: string): string => `/api/organisation/logo?v=${logo}`;

class Unreadable extends Error {}

/** Chosen and kept at once; the rest of the look is saved with its button. */
export function LogoField({ logo, name }: { logo: string; name: string }): JSX.Element {
  const { t } = useTranslation();
  const after = { onSuccess: () => queryClient.invalidateQueries({ queryKey: ["look"] }) };
  const remove = useMutation({ mutationFn: () => call("removeLogo"), ...after });
  const save = useMutation({
    mutationFn: async (file: File) => {
      const png = await shrinkLogo(file, mostLogoBytes).catch(() => {
        throw new Unreadable();
      });
      return call("saveLogo", { body: { png } });
    },
    ...after,
  });
  const choose = (file: File | null): void => {
    remove.reset();
    if (file) save.mutate(file);
  };
  return (
    <div className="look-logo">
      <p className="look-logo-label">{t("settings.look.logo")}</p>
      <p className="soft">{t("settings.look.logo_hint")}</p>
      {logo !== "" && <img src={logoAddress(logo)} alt={t("settings.look.logo_alt", { name })} />}
      <div className="form-actions">
        <FileButton onChange={choose} accept="image/png,image/jpeg,image/webp,image/svg+xml,image/gif">
          {(props) => (
            <Button {...props} variant="default" loading={save.isPending}>
              {t(logo === "" ? "settings.look.logo_choose" : "settings.look.logo_another")}
            </Button>
          )}
        </FileButton>
        {logo !== "" && (
          <Button
            variant="subtle"
            loading={remove.isPending}
            onClick={() => {
              save.reset();
              remove.mutate();
            }}
          >
            {t("settings.look.logo_remove")}
          </Button>
        )}
        <output>{(save.isSuccess || remove.isSuccess) && t("common.saved")}</output>
      </div>
      {save.error instanceof Unreadable ? (
        <p role="alert">{t("settings.look.logo_unreadable")}</p>
      ) : (
        <ProblemNote error={save.error ?? remove.error} />
      )}
    </div>
  );
}
