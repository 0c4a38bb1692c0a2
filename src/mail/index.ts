export { changeContact, createContact, forgetContact } from "./address-book/change-contact.ts";
export { importContacts, previewImport } from "./address-book/import-contacts.ts";
export { listContacts } from "./address-book/read-contacts.ts";
export { listImports, undoImport } from "./address-book/undo-import.ts";
export { messageStates } from "./applications/message-states.ts";
export { answerCheck, type CheckAnswer } from "./answer-check.ts";
export { beginMessage } from "./begin-message.ts";
export { beginReply } from "./begin-reply.ts";
export { checkSignedRows, type SignedRow } from "./check-signed-rows.ts";
export { type CompleteRecipient, completeRecipient } from "./complete-recipient.ts";
export { addDkimKey, type DkimRecord, dkimRecords, useDkimKey } from "./delivery/dkim-records.ts";
export { type TakenReport, takeReport } from "./delivery/take-report.ts";
export { decideHold, type HoldDecision } from "./enforcing/decide-hold.ts";
export { holdJobs } from "./enforcing/hold-jobs.ts";
export { type FoundInFile, type LookAtFile, lookAtFile } from "./enforcing/look-at-file.ts";
export { suspectRecipients } from "./enforcing/suspect-recipients.ts";
export { remindReaders } from "./enforcing/remind-readers.ts";
export { heedWarning, listWarnings, renewWarning } from "./enforcing/warnings.ts";
export { type HeldContent, type HeldEntry, listHeld, readHeld } from "./enforcing/read-held.ts";
export { cancelSending } from "./drafts/cancel-sending.ts";
export { completeAddress, type CompletedAddress } from "./drafts/complete-address.ts";
export { openDraftPicture } from "./drafts/draft-picture.ts";
export { draftJobs } from "./drafts/jobs.ts";
export { removeDraft } from "./drafts/remove-draft.ts";
export { reschedule } from "./drafts/reschedule.ts";
export { type ShareConversation, shareConversation } from "./drafts/share-conversation.ts";
export { quoteMessage, startDraft } from "./drafts/start-draft.ts";
export { listTemplates, removeTemplate, saveTemplate } from "./drafts/templates.ts";
export { listDrafts, readDraft } from "./drafts/read-drafts.ts";
export { listScheduled } from "./drafts/list-scheduled.ts";
export { saveDraft } from "./drafts/save-draft.ts";
export { sendDraft } from "./drafts/send-draft.ts";
export { readWritingSettings, saveWritingSettings } from "./drafts/writing-settings.ts";
export { emptyTrash } from "./finding/empty-trash.ts";
export { openMailJobs } from "./dispatch.ts";
export type { Opening, RangeRequest } from "./downloads.ts";
export { dispatchQueued } from "./dispatch-queued.ts";
export { type AskSender, askSender } from "./follow-up/ask-sender.ts";
export { type ExtendRecipient, extendRecipient } from "./follow-up/extend-recipient.ts";
export { type FollowUp, readFollowUp } from "./follow-up/read-follow-up.ts";
export { recallAttachment } from "./follow-up/recall-attachment.ts";
export { chooseReminder, remindRecipient } from "./follow-up/remind.ts";
export { type FollowUpSettings, readFollowUpSettings, saveFollowUpSettings } from "./follow-up/settings.ts";
export { guestDoor, guestLogo } from "./guest-door.ts";
export { guestAttachment, guestConversation, guestCopy, guestPicture, guestZip } from "./guest-read.ts";
export { chooseGuestLanguage } from "./guests/choose-language.ts";
export { askNotification, checkLogo, notificationDoor } from "./guests/notification-code.ts";
export { forgetTrustedDevice, listTrustedDevices, type TrustedDevice } from "./guests/trusted-devices-list.ts";
export { openPicture, openZip } from "./previews/member-files.ts";
export { type Knock, knock } from "./knock.ts";
export { listMessages, type ListMessages } from "./list-messages.ts";
export { messagesWitness } from "./messages-witness.ts";
export { maintainMail, queueKeysInUse } from "./maintenance.ts";
export { type OutboxEntry, readOutbox } from "./outbox.ts";
export { listRelayed, type RelayedMail } from "./delivery/list-relayed.ts";
export { type NoticePreview, previewNotice } from "./preview-notice.ts";
export { previewRecipient, type RecipientPreview } from "./preview-recipient.ts";
export { openAttachment, openCopy, openOriginal, readConversation, readMessage } from "./read-messages.ts";
export { type RecallMessage, recallMessage } from "./recall-message.ts";
export type { RelayEnvelope } from "./relay-content.ts";
export { dispatchRelay, openRelayTransport, type RelayTransport } from "./relay-dispatch.ts";
export { queueInvitation } from "./queue-invitation.ts";
export { queueAccountNotice } from "./accounts/queue-account-notice.ts";
export { mailCheckpoint } from "./accounts/mail-checkpoint.ts";
export { type OperationNotice, tellAdmins } from "./accounts/tell-admins.ts";
export { type LookPreview, previewLook } from "./preview-look.ts";
export { requestCode } from "./request-code.ts";
export { resendNotification } from "./resend-notification.ts";
export {
  listMessagePlaces,
  type MessagePlaces,
  recoverContacts,
  recoverMessages,
  type RecoveredMessage,
  type RecoveredPage,
} from "./recover-mail.ts";
export { type SendMessage, sendMessage } from "./send-message.ts";
export { submitMail } from "./submit-mail.ts";
export type { Submission, Submitted } from "./submission.ts";
export { type ChangeFlags, changeFlags } from "./finding/change-flags.ts";
export { changeLabel, listLabels, makeLabel, removeLabel } from "./finding/labels.ts";
export { endBackgroundMerging, mergeInBackground } from "./finding/merge-in-background.ts";
export { searchMail } from "./finding/search-mail.ts";
export { actingAs, actingIn } from "./mailboxes/acting.ts";
export { maintainMailboxes } from "./mailboxes/end-stand-in.ts";
export { closeSharedMailbox, reopenSharedMailbox } from "./mailboxes/close-mailbox.ts";
export { listMailboxes } from "./mailboxes/list-mailboxes.ts";
export {
  changeSharedMailbox,
  createSharedMailbox,
  listSharedMailboxes,
  renewAfterLeaving,
} from "./mailboxes/firm-mailboxes.ts";
export { endStandIn, listStandIns, nameStandIn } from "./mailboxes/stand-in.ts";
export type * from "./types.ts";
