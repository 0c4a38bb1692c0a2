export { detectKind } from "./detect.ts";
export { type ExtractOptions, extractText } from "./extract-text.ts";
export { extractWithPictures } from "./extract-with-pictures.ts";
export { canReadPictures } from "./read-pictures.ts";
export { findConfinement } from "./confinement.ts";
export {
  defaultLimits,
  type ExtractedPart,
  type Extraction,
  type ExtractionLimits,
  type FileKind,
  type NestedOutcome,
  type Outcome,
} from "./types.ts";
