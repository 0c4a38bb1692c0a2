import { z } from "zod";
import { emailSchema, idSchema, instantSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

const questionId = z.object({ questionId: idSchema });

/** Questions of colleagues to those who help them. */
export const supportRoutes = defineRoutes({
  askQuestion: {
    method: "POST",
    path: "/api/questions",
    summary: "Ask the superusers, or else the admins; goes as a sealed message with the screen that it is about",
    access: "member",
    body: z.object({
      text: z.string().trim().min(1).max(5_000),
      /** Path of the page, with ids. */
      screen: z.string().max(200),
      /** Whose newest message goes along; only where the asker ticked that. */
      conversationId: idSchema.optional(),
    }),
    answer: z.object({ questionId: idSchema, conversationId: idSchema, helpers: z.array(z.string()) }),
  },
  listQuestions: {
    method: "GET",
    path: "/api/questions",
    summary: "Questions, those that wait first: all for superusers and admins, one's own for others",
    access: "member",
    answer: z.object({
      questions: z.array(
        z.object({
          questionId: idSchema,
          conversationId: idSchema,
          /** Whether the reader takes part in the conversation. */
          isMine: z.boolean(),
          askedBy: z.string(),
          askedAt: instantSchema,
          screen: z.string(),
          state: z.enum(["open", "handed-over", "closed"]),
          handedTo: z.string().nullable(),
          settledBy: z.string().nullable(),
          settledAt: instantSchema.nullable(),
        }),
      ),
    }),
  },
  settleQuestion: {
    method: "POST",
    path: "/api/questions/:questionId/state",
    summary: "A question is answered, or was not after all (superusers, admins, and who asked)",
    access: "member",
    params: questionId,
    body: z.object({ state: z.enum(["open", "closed"]) }),
    status: 204,
  },
  handOverQuestion: {
    method: "POST",
    path: "/api/questions/:questionId/hand-over",
    summary: "Pass a question on to somebody outside, as a sealed message with the words given (superusers, admins)",
    access: "member",
    params: questionId,
    body: z.object({ email: emailSchema, text: z.string().trim().min(1).max(10_000) }),
    answer: z.object({ conversationId: idSchema }),
  },
});
