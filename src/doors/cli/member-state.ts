import { listMembers, setMemberState } from "#/identity/index.ts";
import { maintainMailboxes } from "#/mail/index.ts";
import { Refusal } from "#/kernel/index.ts";
import type { Command } from "./command.ts";
import { operatorFor } from "./organisation-option.ts";

/** `member lock`, `member unlock` and `member remove` differ in the state that follows. */
export const stateCommand = (word: string, state: "active" | "locked" | "removed", summary: string): Command => ({
  name: `member ${word}`,
  usage: "--email E",
  summary,
  options: { email: { type: "string" } },
  run: async (context) => {
    const email = context.required("email").toLowerCase();
    const app = await context.app();
    const operator = await operatorFor(app, email);
    const members = await listMembers(app, operator);
    const member = members.find((each) => each.email === email && each.state !== "removed");
    if (!member) throw new Refusal("absent", "identity.member_absent");
    const { memberId, name } = member;
    await setMemberState(app, operator, { memberId, state });
    if (state === "removed") await maintainMailboxes(app, operator.organisationId);
    context.print({ memberId, email, state }, [`${name} (${email}) is ${state} now.`]);
  },
});
