export { dayOf, decide } from "./decide.ts";
export { addressKey, addressParts, asciiDomain } from "./domains.ts";
export { fold, matchKeywords } from "./keywords.ts";
export { isAtLeast, isNotLooser, type Joined, strongerCheck } from "./strictness.ts";
export type { Because, Decision, Envelope, EnvelopeRecipient, Reason, RecipientDecision, Route } from "./types.ts";
