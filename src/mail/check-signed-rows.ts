import type { Database, Transaction } from "#/db/index.ts";
import { type Id, isRefusal, Refusal } from "#/kernel/index.ts";
import { mailboxEpoch, type SpacesApp } from "#/spaces/index.ts";
import { assertSigned } from "./contact-signature.ts";
import { signersOf } from "./drafts/share-record.ts";
import { assertNamedByOwner } from "./mailboxes/stand-in-rows.ts";
import { sharedMailboxes } from "./mailboxes/statement.ts";

/** A row by which keys are chosen: what is sealed later goes where it says. */
export interface SignedRow {
  readonly what: "contact" | "share" | "mailbox" | "stand-in" | "member";
  readonly id: Id;
  readonly code: string;
}

export interface SignedRowsApp extends SpacesApp {
  readonly database: Pick<Database, "inOrganisation">;
}

type What = SignedRow["what"];
type Wrong = (row: SignedRow) => void;

/** A page of one table, in the order of its key: of each row what it is to be looked up by, and how it is verified. */
interface Subject {
  readonly key: string;
  readonly what: What;
  readonly id: Id;
  verify(): Promise<unknown>;
}
type Page = (app: SignedRowsApp, tx: Transaction, after: string) => Promise<Subject[]>;

const pageLength = 500;
const none = "00000000-0000-0000-0000-000000000000";

const contacts: Page = async (app, tx, after) => {
  const rows = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", ">", after || none)
    .orderBy("contact_id")
    .limit(pageLength)
    .execute();
  return rows.map((row) => {
    const id = row.contact_id;
    return { key: id, what: "contact", id, verify: () => assertSigned(app, tx, "firm", [row]) };
  });
};

const personalContacts: Page = async (app, tx, after) => {
  const [mailbox = none, contact = none] = after === "" ? [] : after.split(" ");
  const rows = await tx.query
    .selectFrom("mail_personal_contact as own")
    .innerJoin("mail_contact as contact", (join) =>
      join
        .onRef("contact.organisation_id", "=", "own.organisation_id")
        .onRef("contact.contact_id", "=", "own.contact_id"),
    )
    .selectAll("own")
    .select("contact.email")
    .where("own.organisation_id", "=", tx.organisationId)
    .where((row) =>
      row.or([
        row("own.mailbox_space_id", ">", mailbox),
        row.and([row("own.mailbox_space_id", "=", mailbox), row("own.contact_id", ">", contact)]),
      ]),
    )
    .orderBy("own.mailbox_space_id")
    .orderBy("own.contact_id")
    .limit(pageLength)
    .execute();
  return rows.map((row) => {
    const { mailbox_space_id: mailboxSpaceId, contact_id: id } = row;
    const verify = (): Promise<void> => assertSigned(app, tx, { mailboxSpaceId }, [row]);
    return { key: `${mailboxSpaceId} ${id}`, what: "contact", id, verify };
  });
};

const shares: Page = async (app, tx, after) => {
  const [conversation = none, mailbox = none] = after === "" ? [] : after.split(" ");
  const rows = await tx.query
    .selectFrom("mail_share")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where((row) =>
      row.or([
        row("conversation_id", ">", conversation),
        row.and([row("conversation_id", "=", conversation), row("mailbox_space_id", ">", mailbox)]),
      ]),
    )
    .orderBy("conversation_id")
    .orderBy("mailbox_space_id")
    .limit(pageLength)
    .execute();
  return rows.map((row) => {
    const id = row.conversation_id;
    const verify = async (): Promise<void> => {
      if ((await signersOf(app, tx, [row])).size === 0) throw new Refusal("invalid", "vault.signature_wrong");
    };
    return { key: `${id} ${row.mailbox_space_id}`, what: "share", id, verify };
  });
};

const mailboxes: Page = async (app, tx, after) => {
  const rows = await tx.query
    .selectFrom("mail_mailbox")
    .select(["mailbox_space_id as id", "email", "name"])
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", ">", after || none)
    .orderBy("mailbox_space_id")
    .limit(pageLength)
    .execute();
  return rows.map(({ id }) => {
    const verify = async (): Promise<void> => {
      const [mailbox] = await sharedMailboxes(app, tx, { mailboxIds: [id] });
      if (mailbox) await mailboxEpoch(app, tx, { spaceId: id, owner: { publicKey: mailbox.publicKey } });
    };
    return { key: id, what: "mailbox", id, verify };
  });
};

const standIns: Page = async (app, tx, after) => {
  const rows = await tx.query
    .selectFrom("mail_stand_in")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("stand_in_id", ">", after || none)
    .orderBy("stand_in_id")
    .limit(pageLength)
    .execute();
  return rows.map((row) => {
    const id = row.stand_in_id;
    return { key: id, what: "stand-in", id, verify: () => assertNamedByOwner(app, tx, row) };
  });
};

/** That a member's mailbox is the member's own: all mail to the member is sealed to the key of that space. */
const members: Page = async (app, tx, after) => {
  const rows = await tx.query
    .selectFrom("identity_member")
    .select(["member_id as id", "mailbox_space_id as spaceId"])
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "in", ["active", "locked"])
    .where("mailbox_space_id", "is not", null)
    .where("member_id", ">", after || none)
    .orderBy("member_id")
    .limit(pageLength)
    .execute();
  return rows.map(({ id, spaceId }) => {
    const verify = () => mailboxEpoch(app, tx, { spaceId: spaceId!, owner: { memberId: id } });
    return { key: id, what: "member", id, verify };
  });
};

async function checkTable(app: SignedRowsApp, organisationId: Id, page: Page, wrong: Wrong): Promise<number> {
  let count = 0;
  for (let after: string | undefined = ""; after !== undefined;) {
    const from: string = after;
    after = await app.database.inOrganisation(
      organisationId,
      async (tx) => {
        const subjects = await page(app, tx, from);
        for (const { what, id, verify } of subjects)
          try {
            await verify();
          } catch (error) {
            if (!isRefusal(error)) throw error;
            wrong({ what, id, code: error.code });
          }
        count += subjects.length;
        return subjects.at(-1)?.key;
      },
      { isolation: "repeatable read" },
    );
  }
  return count;
}

/**
 * Verifies every row of mail by which keys are chosen, as it is verified before it is used: contacts of the firm and of
 * mailboxes, shares, shared mailboxes, stand-ins, and whose each member's mailbox is. Gives how many there are.
 */
export async function checkSignedRows(app: SignedRowsApp, organisationId: Id, wrong: Wrong): Promise<number> {
  let count = 0;
  for (const page of [members, contacts, personalContacts, shares, mailboxes, standIns])
    count += await checkTable(app, organisationId, page, wrong);
  return count;
}
