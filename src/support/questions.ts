import type { z } from "zod";
import { writeAudit } from "#/audit/index.ts";
import type { supportRoutes } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { sendMessage } from "#/mail/index.ts";
import { say } from "#/words/index.ts";
import type { SupportApp } from "./ask-question.ts";

export type QuestionEntry = z.output<typeof supportRoutes.listQuestions.answer>["questions"][number];

const mostListed = 200;
const helps = ({ roles }: MemberActor): boolean => roles.includes("superuser") || roles.includes("admin");

/** Those that wait first, then the newest. Their words are read in the conversation, by who takes part in it. */
export function listQuestions(app: SupportApp, actor: MemberActor): Promise<QuestionEntry[]> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("support_question as question")
      .innerJoin("identity_member as asker", (join) =>
        join
          .onRef("asker.organisation_id", "=", "question.organisation_id")
          .onRef("asker.member_id", "=", "question.asked_by"),
      )
      .leftJoin("identity_member as helper", (join) =>
        join
          .onRef("helper.organisation_id", "=", "question.organisation_id")
          .onRef("helper.member_id", "=", "question.settled_by"),
      )
      .selectAll("question")
      .select(["asker.name as asker_name", "helper.name as helper_name"])
      .select((each) =>
        each
          .exists(
            each
              .selectFrom("mail_mailbox_entry as entry")
              .select("entry.message_id")
              .whereRef("entry.organisation_id", "=", "question.organisation_id")
              .whereRef("entry.conversation_id", "=", "question.conversation_id")
              .where("entry.mailbox_space_id", "=", actor.mailboxSpaceId),
          )
          .as("is_mine"),
      )
      .where("question.organisation_id", "=", tx.organisationId)
      .$if(!helps(actor), (query) => query.where("question.asked_by", "=", actor.memberId))
      .orderBy((each) => each("question.state", "=", "closed"))
      .orderBy("question.asked_at", "desc")
      .limit(mostListed)
      .execute();
    return rows.map((row) => ({
      questionId: row.question_id,
      conversationId: row.conversation_id,
      isMine: Boolean(row.is_mine),
      askedBy: row.asker_name,
      askedAt: row.asked_at.toISOString(),
      screen: row.screen,
      state: row.state,
      handedTo: row.handed_to,
      settledBy: row.helper_name,
      settledAt: row.settled_at?.toISOString() ?? null,
    }));
  });
}

/** @throws Refusal `support.question_absent` also for a question of somebody else that one may not see. */
async function settle(
  app: SupportApp,
  tx: Transaction,
  actor: MemberActor,
  questionId: Id,
  to: { readonly state: QuestionEntry["state"]; readonly handedTo?: string },
): Promise<void> {
  const at = app.clock.now();
  const { numUpdatedRows } = await tx.query
    .updateTable("support_question")
    .set({
      state: to.state,
      settled_by: actor.memberId,
      settled_at: at,
      ...(to.handedTo === undefined ? {} : { handed_to: to.handedTo }),
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("question_id", "=", questionId)
    .$if(!helps(actor), (query) => query.where("asked_by", "=", actor.memberId))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Refusal("absent", "support.question_absent");
  await writeAudit(tx, {
    at,
    actor: { kind: "member", id: actor.memberId },
    act: `support.question-${to.state === "open" ? "reopened" : to.state}`,
    subject: { kind: "question", id: questionId },
    details: to.handedTo === undefined ? {} : { to: to.handedTo },
  });
}

export async function settleQuestion(
  app: SupportApp,
  actor: MemberActor,
  { questionId, state }: { readonly questionId: Id; readonly state: "open" | "closed" },
): Promise<void> {
  if (!isId(questionId)) throw new Refusal("absent", "support.question_absent");
  await app.database.inOrganisation(actor.organisationId, (tx) => settle(app, tx, actor, questionId, { state }));
}

/** To the IT supplier, say: a sealed message with what the helper wrote, and the question says to whom it went. */
export async function handOverQuestion(
  app: SupportApp,
  actor: MemberActor,
  { questionId, email, text }: { readonly questionId: Id; readonly email: string; readonly text: string },
): Promise<{ conversationId: Id }> {
  assertRole(actor, "superuser", "admin");
  const known = (await listQuestions(app, actor)).some((each) => each.questionId === questionId);
  if (!known) throw new Refusal("absent", "support.question_absent");
  const subject = say(actor.language, "support.subject", { text: text.replaceAll(/\s+/g, " ").slice(0, 80) });
  const sent = await sendMessage(app, actor, { door: "web", recipients: [{ email }], subject, text });
  await app.database.inOrganisation(actor.organisationId, (tx) =>
    settle(app, tx, actor, questionId, { state: "handed-over", handedTo: email }),
  );
  return { conversationId: sent.conversationId };
}
