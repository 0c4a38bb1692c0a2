export { FindingCounter } from "./finding-counter.ts";
export { recognise, Recogniser } from "./recogniser.ts";
export { passageKinds, valueKinds } from "./types.ts";
export type { Finding, Kind, PassageKind, RecogniseOptions, ValueKind } from "./types.ts";
