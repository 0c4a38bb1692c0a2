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
