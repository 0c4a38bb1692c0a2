import type { supportRoutes } from "#/contract/index.ts";
import { askQuestion, handOverQuestion, listQuestions, settleQuestion } from "#/support/index.ts";
import type { Handlers } from "./handler.ts";

export const supportHandlers: Handlers<typeof supportRoutes> = {
  askQuestion: (app, { actor, body }) => askQuestion(app, actor, body),
  listQuestions: async (app, { actor }) => ({ questions: await listQuestions(app, actor) }),
  settleQuestion: (app, { actor, params, body }) => settleQuestion(app, actor, { ...params, ...body }),
  handOverQuestion: (app, { actor, params, body }) => handOverQuestion(app, actor, { ...params, ...body }),
};
