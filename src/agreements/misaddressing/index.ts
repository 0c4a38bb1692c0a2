export { editDistance } from "./edit-distance.ts";
export { unicodeDomain } from "./punycode.ts";
export { skeleton } from "./skeleton.ts";
export { suspect, type SuspectRecipient } from "./suspect.ts";
export type { AddressedDraft, DraftRecipient, History, KnownAddress, Suspicion } from "./types.ts";
export { type Click, weighSignals, type Weight } from "./weigh-signals.ts";
