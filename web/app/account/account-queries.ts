import { queryOptions } from "@tanstack/react-query";
import { call } from "../session.ts";

export const accountQuery = queryOptions({ queryKey: ["account"], queryFn: () => call("account") });
