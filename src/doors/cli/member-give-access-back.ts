import { readFileSync } from "node:fs";
import { giveAccessBack, listMembers } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { queueAccountNotice } from "#/mail/index.ts";
import { type Command, UsageError } from "./command.ts";
import { operatorFor } from "./organisation-option.ts";

function readShare(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`the recovery kit ${file} can't be read`);
  }
}

export const command: Command = {
  name: "member give-access-back",
  usage: "--email E --kit FILE…",
  summary: "opens a member's mailbox for new keys with the recovery kit; prints the link for the member",
  options: { email: { type: "string" }, kit: { type: "string", multiple: true } },
  run: async (context) => {
    const email = context.required("email").toLowerCase();
    const files = [...context.texts("kit"), ...context.positionals];
    if (files.length === 0) throw new UsageError("--kit is missing");
    const shares = files.map(readShare);
    const app = await context.app();
    const operator = await operatorFor(app, email);
    const members = await listMembers(app, operator);
    const member = members.find((each) => each.email === email && each.state !== "removed");
    if (!member) throw new Refusal("absent", "identity.member_absent");
    const { memberId } = member;
    const given = await giveAccessBack(app, operator, { memberId, shares, deliver: queueAccountNotice(app) });
    context.print({ memberId, email, invitationUrl: given.invitationUrl, expiresAt: given.expiresAt.toISOString() }, [
      `${member.name} (${email}) gets the mailbox back with this link, which works once. Hand it over in person:`,
      given.invitationUrl,
    ]);
  },
};
