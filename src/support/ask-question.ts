import { writeAudit } from "#/audit/index.ts";
import { programVersion } from "#/config.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { beginMessage, type MailApp, readConversation } from "#/mail/index.ts";
import { say } from "#/words/index.ts";

export type SupportApp = MailApp;

export interface Question {
  readonly text: string;
  /** Path of the page, with ids. */
  readonly screen: string;
  readonly conversationId?: Id | undefined;
}

/** More is not read out of a letter that goes along. */
const mostQuoted = 20_000;
const mostHelpers = 20;

/** Superusers, or else admins, other than who asks. */
async function helpersOf(tx: Transaction, actor: MemberActor): Promise<{ email: string; name: string }[]> {
  const members = await tx.query
    .selectFrom("identity_member")
    .select(["member_id", "email", "name", "roles"])
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "=", "active")
    .where("member_id", "!=", actor.memberId)
    .orderBy("name")
    .execute();
  const having = (role: string) => members.filter(({ roles }) => roles.includes(role as never));
  const found = having("superuser").length > 0 ? having("superuser") : having("admin");
  return found.slice(0, mostHelpers).map(({ email, name }) => ({ email, name }));
}

/** The newest letter of a conversation that the asker takes part in. */
async function quoted(app: SupportApp, actor: MemberActor, conversationId: Id): Promise<string> {
  const { subject, messages } = await readConversation(app, actor, conversationId, { mayMark: false });
  const newest = messages.toSorted((one, other) => one.sentAt.localeCompare(other.sentAt)).at(-1);
  return newest ? `\n\n> ${subject}\n> ${newest.text.slice(0, mostQuoted).replaceAll("\n", "\n> ")}` : "";
}

/**
 * A sealed message to those who help, with where it was asked; written down in its transaction. @throws Refusal
 * `support.nobody`, and what sending refuses.
 */
export async function askQuestion(
  app: SupportApp,
  actor: MemberActor,
  { text, screen, conversationId }: Question,
): Promise<{ questionId: Id; conversationId: Id; helpers: string[] }> {
  const helpers = await app.database.inOrganisation(actor.organisationId, (tx) => helpersOf(tx, actor));
  if (helpers.length === 0) throw new Refusal("unavailable", "support.nobody");
  const context = say(actor.language, "support.context", { screen, version: programVersion() });
  const along = conversationId === undefined ? "" : await quoted(app, actor, conversationId);
  const questionId = newId();
  const at = app.clock.now();
  const message = await beginMessage(app, actor, { door: "web" });
  const content = {
    recipients: helpers,
    subject: say(actor.language, "support.subject", { text: text.replaceAll(/\s+/g, " ").slice(0, 80) }),
    text: `${text}\n\n—\n${context}${along}`,
  };
  const alongside = async (tx: Transaction, sent: { readonly conversationId: Id }): Promise<void> => {
    await tx.query
      .insertInto("support_question")
      .values({
        organisation_id: tx.organisationId,
        question_id: questionId,
        conversation_id: sent.conversationId,
        asked_by: actor.memberId,
        asked_at: at,
        screen,
        state: "open",
      })
      .execute();
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "support.question-asked",
      subject: { kind: "question", id: questionId },
      details: { screen },
    });
  };
  try {
    const sent = await message.send(content, { alongside });
    return { questionId, conversationId: sent.conversationId, helpers: helpers.map(({ name }) => name) };
  } catch (error) {
    await message.discard();
    throw error;
  }
}
