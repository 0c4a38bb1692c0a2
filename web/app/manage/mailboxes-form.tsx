import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { mailboxesQuery } from "../mail/find/mailbox-queries.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, meQuery, queryClient } from "../session.ts";
import { type SharedMailbox, sharedMailboxesQuery } from "./mailboxes-queries.ts";
import { membersQuery } from "./member-queries.ts";

/** Name, address and members of a shared mailbox; the address stays what it was. */
export function MailboxForm({
  mailbox,
  onClose,
}: {
  mailbox: SharedMailbox | undefined;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const members = useQuery(membersQuery);
  const [name, setName] = useState(mailbox?.name ?? "");
  const [local, setLocal] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(mailbox?.members.map(({ memberId }) => memberId) ?? []);
  const here = (members.data?.members ?? []).filter(({ state }) => state === "active" || state === "locked");
  const leaving = mailbox?.members.filter(({ memberId }) => !chosen.includes(memberId)) ?? [];
  const save = useMutation({
    mutationFn: async () => {
      const memberIds = [...chosen];
      if (mailbox)
        await call("changeSharedMailbox", { params: { mailboxId: mailbox.mailboxId }, body: { name, memberIds } });
      else {
        const email = local.includes("@") ? local.trim() : `${local.trim()}@${me.organisation.domain}`;
        await call("createSharedMailbox", { body: { name, email, memberIds } });
      }
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries(sharedMailboxesQuery);
      await queryClient.invalidateQueries(mailboxesQuery);
      onClose();
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
        label={t("mailboxes.name")}
        description={t("mailboxes.name_hint")}
        data-autofocus
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {mailbox ? (
        <p className="soft">{mailbox.email}</p>
      ) : (
        <TextInput
          label={t("mailboxes.address")}
          description={t("mailboxes.address_hint", { domain: me.organisation.domain })}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={254}
          value={local}
          onChange={(event) => setLocal(event.currentTarget.value)}
        />
      )}
      <Checkbox.Group
        label={t("mailboxes.members")}
        description={t("mailboxes.members_hint")}
        value={[...chosen]}
        onChange={setChosen}
      >
        <div className="stack mailbox-members">
          {here.map(({ memberId, name: memberName, email }) => (
            <Checkbox key={memberId} value={memberId} label={`${memberName} (${email})`} />
          ))}
        </div>
      </Checkbox.Group>
      {leaving.length > 0 && (
        <p className="soft">{t("mailboxes.leaving", { names: leaving.map((each) => each.name).join(", ") })}</p>
      )}
      <ProblemNote error={save.error ?? members.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending} disabled={chosen.length === 0}>
          {t(mailbox ? "common.save" : "mailboxes.make_act")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
