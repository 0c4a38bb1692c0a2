/** Uploads that can be resumed. */
export const uploads = {
  "uploads.absent": "This upload is not here any more. Add the file again.",
  "uploads.locked":
    "This file is being sent already, in another window or by an earlier attempt. It goes on in a moment.",
  "uploads.offset_wrong": "The server has {offsetBytes:size} of this file. The upload goes on from there.",
  "uploads.size_wrong": "The size of this file could not be read. Add the file again.",
  "uploads.too_large": "A file may be {limitBytes:size} at most. Make it smaller or split it.",
  "uploads.too_long": "The file became longer while it was sent. Remove it and add it again.",
  "uploads.too_many": "You have {limit} files waiting. Send or remove some of them first.",
  "uploads.too_much":
    "Together your waiting files would be more than {limitBytes:size}. Send or remove some of them first.",
  "uploads.busy": "Many files are being sent at this moment. This one goes on in a moment.",
  "uploads.held": "This file belongs to a draft. Remove it there.",
  "uploads.unfinished": "A file has not arrived completely yet. Wait until it has, and try again.",
  "uploads.interrupted": "The connection was lost. The upload goes on from where it was.",
  "uploads.header_wrong": "The upload could not be understood ({header}). Load the page again and try once more.",
  "uploads.version_wrong": "Uploads work by tus {version}. Use a program that speaks that version.",
  "uploads.piece_too_small": "Send at least {pieceBytes:size} at once, or everything that is left.",
} as const;
