export { anyField, type Condition, findItems, holds, mergedNewestFirst } from "./find-items.ts";
export { addItems, mergeTier, type PublishApp, type Publishing } from "./publish-segments.ts";
export { eraseSegments, forgetItems, renewItems } from "./erase-segments.ts";
export { eachSegment, generationOf, type SegmentsApp, storedSegments } from "./store.ts";
export { addTerms, type Field, fields, folded, type TermList, termsOf } from "./terms.ts";
export { byTime, type ListedItem, type SegmentItem } from "./write-segment.ts";
export {
  awaitMerging,
  noteTries,
  unmergedItems,
  unmergedQuery,
  type WaitingItem,
  waitingItems,
} from "./waiting-items.ts";
