import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import type { OutgoingMail } from "./dispatch-content.ts";
import { noticeLetter } from "./letters.ts";
import type { Group, Writing } from "./message-groups.ts";
import type { MailApp } from "./types.ts";

/** What members are told in their ordinary mailbox because of a message: colleagues of it, the sender of who waits. */
export function prepareNotices(
  app: Pick<MailApp, "config">,
  actor: MemberActor | AppPasswordActor,
  { house, at, door }: Writing,
  groups: readonly Group[],
): OutgoingMail[] {
  return groups.flatMap(({ members, guests, epoch }) => {
    const facts = { house, at, conversationId: epoch.spaceId };
    const received = members
      .filter(({ colleague }) => colleague.mailboxSpaceId !== actor.mailboxSpaceId)
      .map(({ colleague }) =>
        noticeLetter(app.config, { ...facts, kind: "colleague", to: colleague, details: { sender: actor.name } }),
      );
    // In the web pages the sender has it before the eyes.
    if (door === "web") return received;
    const waiting = guests.flatMap(({ recipient, link }) =>
      link
        ? []
        : noticeLetter(app.config, {
            ...facts,
            kind: recipient.decision.missing === "mail.password_missing" ? "waiting_password" : "waiting_phone",
            to: { email: actor.email, name: actor.name, language: actor.language },
            ...(actor.acting && { mailboxId: actor.mailboxSpaceId }),
            details: { guest: recipient.email },
          }),
    );
    return [...received, ...waiting];
  });
}
