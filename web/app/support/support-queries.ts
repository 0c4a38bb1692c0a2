import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

export type Question = Answer<MemberRoutes, "listQuestions">["questions"][number];

export const questionsQuery = queryOptions({ queryKey: ["questions"], queryFn: () => call("listQuestions") });
