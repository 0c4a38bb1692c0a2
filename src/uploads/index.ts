export { beginUpload } from "./begin-upload.ts";
export { dropHeldUploads, holdUploads, type InMailbox, releaseUploads, takeUploads } from "./finished-uploads.ts";
export { maintainUploads } from "./maintain-uploads.ts";
export { receiveUpload, type ReceiveUpload } from "./receive-upload.ts";
export { removeUpload, uploadsJobs } from "./remove-upload.ts";
export { uploadLimits } from "./rules.ts";
export type { FinishedUpload, Uploader, UploadsApp, UploadState } from "./types.ts";
