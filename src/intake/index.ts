export { attachmentName, mediaType } from "./attachment-name.ts";
export { composeCopy } from "./compose-copy.ts";
export { htmlToText, textToHtml } from "./html-text.ts";
export { defaultLimits } from "./limits.ts";
export { parseMail } from "./parse-mail.ts";
export { safeHtml, withInlineImages } from "./safe-html.ts";
export { addressHeader, encodedHeader, encodeText, headerDate } from "./write-header.ts";
export type {
  AttachmentMeta,
  CopyAttachment,
  CopyInput,
  MailAddress,
  MailHead,
  MailLimits,
  ParsedMail,
  ParseOptions,
  SafeHtml,
} from "./types.ts";
