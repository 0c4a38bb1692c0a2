import type { AgreementAction, DirectWay, Verification } from "../../contract/index.ts";
import type { Route } from "./types.ts";

/*
 * A decision is the join of what each reason asks for, in a product of four orders: so the order of rules can't
 * matter, a rule that is added can't loosen, and neither can one that is made stricter.
 */

const verificationRank: Readonly<Record<Verification, number>> = { none: 0, sms: 1, password: 2 };
const actionRank: Readonly<Record<AgreementAction, number>> = { advise: 0, secure: 1, hold: 2, refuse: 3 };
const routeRank: Readonly<Record<Route, number>> = { plain: 0, secure: 1, hold: 2, refuse: 3 };

export const strongerCheck = (one: Verification, other: Verification): Verification =>
  verificationRank[one] >= verificationRank[other] ? one : other;
export const stricterRoute = (one: Route, other: Route): Route => (routeRank[one] >= routeRank[other] ? one : other);
export const isAtLeast = (check: Verification, least: Verification): boolean =>
  verificationRank[check] >= verificationRank[least];

export interface Demand {
  readonly source: string;
  readonly action: AgreementAction;
  readonly verification?: Verification | undefined;
}

export interface Joined {
  readonly route: Route;
  readonly isSecure: boolean;
  readonly verification: Verification;
  readonly direct: readonly DirectWay[];
  readonly isAdvised: boolean;
}

/** What the agreements allow besides sealing: by which ways, and which sources it is enough for. */
export interface Besides {
  readonly ways: readonly DirectWay[];
  readonly for: ReadonlySet<string>;
}

/** What all demands ask for together; `floor` is the check of whatever is sealed. */
export function join(demands: readonly Demand[], floor: Verification, besides: Besides): Joined {
  let route: Route = "plain";
  let isSecure = false;
  let verification: Verification = "none";
  let isAdvised = false;
  for (const { action, verification: check } of demands) {
    if (action === "advise") isAdvised = true;
    else route = stricterRoute(route, action);
    // A check can only be made of somebody who gets something sealed.
    if (action === "secure" || (check !== undefined && check !== "none" && action !== "advise")) isSecure = true;
    if (check !== undefined && action !== "advise") verification = strongerCheck(verification, check);
  }
  const check = isSecure ? strongerCheck(verification, floor) : "none";
  // Nobody can be checked who gets a plain mail; and a single demand that it is not enough for rules it out.
  const isEnough =
    route === "secure" &&
    check === "none" &&
    demands.every(({ action, source }) => action === "advise" || besides.for.has(source));
  return { route, isSecure, verification: check, direct: isEnough ? besides.ways : [], isAdvised };
}

/** The strictest first. */
export const compareDemands = (one: Omit<Demand, "source">, other: Omit<Demand, "source">): number =>
  actionRank[other.action] - actionRank[one.action] ||
  verificationRank[other.verification ?? "none"] - verificationRank[one.verification ?? "none"];

/** Whether nothing in `stricter` is milder than in `milder`. */
export const isNotLooser = (stricter: Joined, milder: Joined): boolean =>
  routeRank[stricter.route] >= routeRank[milder.route] &&
  (stricter.isSecure || !milder.isSecure) &&
  (!milder.isSecure || stricter.direct.every((way) => milder.direct.includes(way))) &&
  isAtLeast(stricter.verification, milder.verification);
