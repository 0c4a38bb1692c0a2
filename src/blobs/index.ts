export { type BlobFiles, nodeBlobFiles } from "./blob-files.ts";
export { type BlobStore, openBlobDirectory } from "./blob-directory.ts";
