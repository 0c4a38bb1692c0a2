import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { filesChanged } from "./files-queries.ts";

interface RewindWindowProps {
  readonly folderId: string;
  readonly onClose: () => void;
}

const kinds = ["contents", "places", "back", "gone"] as const;

/** As a field for date and time has it: the person's own clock, to the minute. */
const localMinute = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Puts a folder back to a minute: first what that would do, then doing it. */
export function RewindWindow({ folderId, onClose }: RewindWindowProps): JSX.Element {
  const { t } = useTranslation();
  const [moment, setMoment] = useState(() => localMinute(new Date(Date.now() - 3_600_000)));
  const ask = (isTrial: boolean) =>
    call("rewindFolder", { params: { folderId }, body: { to: new Date(moment).toISOString(), isTrial } });
  const trial = useMutation({ mutationFn: () => ask(true) });
  const rewind = useMutation({
    mutationFn: () => ask(false),
    onSuccess: async () => {
      await filesChanged();
      onClose();
    },
  });
  const found = trial.data && kinds.filter((kind) => trial.data[kind] > 0);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("files.rewind.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          trial.mutate();
        }}
      >
        <p>{t("files.rewind.lead")}</p>
        <TextInput
          type="datetime-local"
          label={t("files.rewind.moment")}
          data-autofocus
          required
          withAsterisk={false}
          value={moment}
          onChange={(event) => {
            setMoment(event.currentTarget.value);
            trial.reset();
          }}
        />
        <ProblemNote error={trial.error ?? rewind.error} />
        {found?.length === 0 && <p>{t("files.rewind.nothing")}</p>}
        {found !== undefined && found.length > 0 && (
          <ul>
            {found.map((kind) => (
              <li key={kind}>{t(`files.rewind.${kind}`, { count: trial.data![kind] })}</li>
            ))}
          </ul>
        )}
        <div className="form-actions">
          {found !== undefined && found.length > 0 ? (
            <Button loading={rewind.isPending} onClick={() => rewind.mutate()}>
              {t("files.rewind.act")}
            </Button>
          ) : (
            <Button type="submit" loading={trial.isPending}>
              {t("files.rewind.look")}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
