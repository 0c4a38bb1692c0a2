import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";

interface NameWindowProps {
  readonly title: string;
  readonly name?: string;
  readonly act: string;
  readonly save: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks for a name: of a new folder, or another one for what is there. */
export function NameWindow({ title, name: before = "", act, save, onClose }: NameWindowProps): JSX.Element {
  const { t } = useTranslation();
  const [name, setName] = useState(before);
  const saving = useMutation({ mutationFn: () => save(name), onSuccess: onClose });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <TextInput
          label={t("files.name")}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={255}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemNote error={saving.error} />
        <div className="form-actions">
          <Button type="submit" loading={saving.isPending}>
            {act}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
