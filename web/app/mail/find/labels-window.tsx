import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { call, queryClient } from "../../session.ts";
import { type Label, labelsQuery, useLabels } from "./finding-queries.ts";
import { LabelMark } from "./label-chips.tsx";

const labelColours: readonly Label["colour"][] = ["petrol", "green", "amber", "red", "violet", "grey"];

const renew = async (): Promise<void> => {
  await queryClient.invalidateQueries(labelsQuery);
  await queryClient.invalidateQueries({ queryKey: ["mail"] });
};

function LabelForm({ label, onDone }: { label: Label | undefined; onDone: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [name, setName] = useState(label?.name ?? "");
  const [colour, setColour] = useState<Label["colour"]>(label?.colour ?? "petrol");
  const save = useMutation({
    mutationFn: async () => {
      const body = { name, colour };
      if (label) await call("changeLabel", { params: { labelId: label.labelId }, body });
      else await call("makeLabel", { body });
    },
    onSuccess: async () => {
      await renew();
      setName("");
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label={t(label ? "find.label_name" : "find.label_new")}
        data-autofocus
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("find.label_colour")}
        data={labelColours.map((value) => ({ value, label: t(`find.colour.${value}`) }))}
        value={colour}
        onChange={(event) => setColour(event.currentTarget.value as Label["colour"])}
      />
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t(label ? "common.save" : "find.label_make")}
        </Button>
        {label && (
          <Button variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The mailbox's labels: make, rename, colour, take away. */
export function LabelsWindow({ opened, onClose }: { opened: boolean; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const labels = useLabels();
  const [changing, setChanging] = useState<Label>();
  const remove = useMutation({
    mutationFn: (label: Label) => call("removeLabel", { params: { labelId: label.labelId } }),
    onSuccess: renew,
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("find.labels")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className="stack">
        <ul className="rows">
          {labels.map((label) => (
            <li key={label.labelId} className="row">
              <span className="row-main">
                <LabelMark label={label} />
              </span>
              <Button
                variant="default"
                size="compact-md"
                leftSection={<IconPencil size={16} />}
                aria-label={t("find.label_change", { name: label.name })}
                onClick={() => setChanging(label)}
              >
                {t("find.change")}
              </Button>
              <Button
                variant="default"
                size="compact-md"
                leftSection={<IconTrash size={16} />}
                aria-label={t("find.label_remove", { name: label.name })}
                loading={remove.isPending && remove.variables === label}
                onClick={() => remove.mutate(label)}
              >
                {t("common.remove")}
              </Button>
            </li>
          ))}
        </ul>
        <ProblemNote error={remove.error} />
        <LabelForm key={changing?.labelId ?? "new"} label={changing} onDone={() => setChanging(undefined)} />
      </div>
    </Modal>
  );
}
