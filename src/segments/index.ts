export { anyField, type Condition, findItems, holds } from "./find-items.ts";
export { addItems, mergeTier, type PublishApp, type Publishing } from "./publish-segments.ts";
export { eachSegment, forgetItems, generationOf, type SegmentsApp, storedSegments } from "./store.ts";
export { addTerms, type Field, fields, folded, type TermList, termsOf } from "./terms.ts";
export { byTime, type ListedItem, type SegmentItem } from "./write-segment.ts";
