import type { AgreementAction, Verification } from "../../contract/index.ts";
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
  readonly action: AgreementAction;
  readonly verification?: Verification | undefined;
}

export interface Joined {
  readonly route: Route;
  readonly isSecure: boolean;
  readonly verification: Verification;
  readonly isAdvised: boolean;
}

/** What all demands ask for together; `floor` is the check of whatever is sealed. */
export function join(demands: readonly Demand[], floor: Verification): Joined {
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
  return { route, isSecure, verification: isSecure ? strongerCheck(verification, floor) : "none", isAdvised };
}

/** The strictest first. */
export const compareDemands = (one: Demand, other: Demand): number =>
  actionRank[other.action] - actionRank[one.action] ||
  verificationRank[other.verification ?? "none"] - verificationRank[one.verification ?? "none"];

/** Whether nothing in `stricter` is milder than in `milder`. */
export const isNotLooser = (stricter: Joined, milder: Joined): boolean =>
  routeRank[stricter.route] >= routeRank[milder.route] &&
  (stricter.isSecure || !milder.isSecure) &&
  isAtLeast(stricter.verification, milder.verification);
