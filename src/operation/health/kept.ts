import type { KeptForRecovery } from "#/identity/index.ts";
import { type Finding, good } from "./findings.ts";

const mostNames = 5;

/** Whether anybody ever said to have the recovery kit. Nobody is mailed: it is for whoever looks. Pure. */
export const judgeKit = ({ kitKeptAt }: KeptForRecovery): Finding =>
  kitKeptAt === ""
    ? { subject: "kit", state: "attention", finding: "unconfirmed", details: {} }
    : good("kit", { confirmedAt: kitKeptAt });

/** Who would stand outside without the password. Pure. */
export function judgeCodes({ withoutCode }: KeptForRecovery): Finding {
  if (withoutCode.length === 0) return good("codes");
  const more = withoutCode.length > mostNames ? ", …" : "";
  const details = { members: withoutCode.length, names: `${withoutCode.slice(0, mostNames).join(", ")}${more}` };
  return { subject: "codes", state: "attention", finding: "missing", details };
}
