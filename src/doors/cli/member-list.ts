import { listMembers } from "#/identity/index.ts";
import type { Command } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

export const command: Command = {
  name: "member list",
  usage: "[--organisation DOMAIN]",
  summary: "members of an organisation, with roles and state",
  options: { organisation: { type: "string" } },
  run: async (context) => {
    const app = await context.app();
    const members = await listMembers(app, await operatorIn(app, context));
    context.print(
      members.map(({ memberId, email, name, roles, state, createdAt }) => ({
        memberId,
        email,
        name,
        roles,
        state,
        createdAt: createdAt.toISOString(),
      })),
      members.map(({ email, name, roles, state }) => `${email}\t${name}\t${state}\t${roles.join(", ")}`),
    );
  },
};
