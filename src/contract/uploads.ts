/**
 * Uploads that can be resumed: tus 1.0 (https://tus.io/protocols/resumable-upload) with `creation`, `creation-with-upload`,
 * `termination` and `expiration`. They are no JSON, so no route of the table. A request's content counts in whole pieces of
 * `pieceBytes` from the start: an answer's `Upload-Offset` may be less than what was sent, and the sender goes on from
 * there. `Upload-Metadata` is not kept: a name is content. An upload's id is the last part of its `Location`.
 */
export const uploadProtocol = {
  path: "/api/uploads",
  version: "1.0.0",
  extensions: "creation,creation-with-upload,termination,expiration",
  contentType: "application/offset+octet-stream",
  /** One mebibyte; a request that is not the last one has to bring at least this much. */
  pieceBytes: 2 ** 20,
  /** Of one upload. */
  sizeBytes: 2 * 2 ** 30,
} as const;

/** Small files in one request: what its body is stands in docs/spec/files.md, under "Coming in". */
export const batchProtocol = {
  path: "/api/files/folders/:folderId/batch",
  contentType: "application/vnd.zegel.batch",
  answerType: "application/x-ndjson",
  /** Of one file in a batch. */
  fileBytes: 8 * 2 ** 20,
} as const;
