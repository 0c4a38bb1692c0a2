import { queryOptions } from "@tanstack/react-query";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call } from "../session.ts";

type AppPasswords = Answer<MemberRoutes, "listAppPasswords">;
export type AppPassword = AppPasswords["appPasswords"][number];
export type SmtpAddress = AppPasswords["smtp"];

export const appPasswordsQuery = queryOptions({
  queryKey: ["app-passwords"],
  queryFn: () => call("listAppPasswords"),
});
