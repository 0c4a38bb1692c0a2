export { type BlobFiles, isUnreadable, nodeBlobFiles, withRoom } from "./blob-files.ts";
export { type BlobStore, openBlobDirectory } from "./blob-directory.ts";
export type { BlobPart } from "./blob-part.ts";
