import type { z } from "zod";
import { type AllRoutes, allRoutes, type Route } from "#/contract/index.ts";

export type RouteName = keyof AllRoutes;

type WithBody = { [Name in RouteName]: AllRoutes[Name] extends { body: z.ZodType } ? Name : never }[RouteName];
type ParamsOf<R> = R extends { params: z.ZodObject<infer Shape> } ? keyof Shape & string : never;
/** Every name that stands behind a colon in a path. */
export type ParamName = { [Name in RouteName]: ParamsOf<AllRoutes[Name]> }[RouteName];

const secret = "A".repeat(43);
const sampleId = "00000000-0000-7000-8000-000000000000";

/** A body that the contract takes, for every route that has one: a new route without one fails the type-check. */
export const sampleBodies: { readonly [Name in WithBody]: z.input<AllRoutes[Name]["body"]> } = {
  setup: {
    organisation: "Nog een",
    domain: "nog.example",
    adminName: "Nog",
    adminEmail: "nog@nog.example",
    password: "blauwe tulpen in mei",
    language: "nl",
    shares: 1,
    threshold: 1,
  },
  login: { email: "niemand@tulp.example", password: "blauwe tulpen in juni" },
  enrolFinish: { code: "000000" },
  loginCode: { code: "000000" },
  setLanguage: { language: "en" },
  inviteMember: { email: "nieuw@tulp.example", name: "Nieuw", roles: [], language: "nl" },
  setMemberState: { state: "locked" },
  setMemberRoles: { roles: ["admin"] },
  invitation: { secret },
  acceptInvitation: { secret, name: "Nieuw", password: "blauwe tulpen in mei" },
  checkPassword: { password: "blauwe tulpen in mei" },
  mailRecoveryLink: { email: "niemand@tulp.example", recoveryCode: "0000" },
  recover: {
    email: "niemand@tulp.example",
    recoveryCode: "0000",
    password: "blauwe tulpen in mei",
    proof: { code: "000000" },
  },
  offerRecoveryCode: {},
  confirmRecoveryCode: { typed: "0000-0000" },
  makeBackupCodes: {},
  changePassword: { current: "blauwe tulpen in juni", password: "paarse krokussen in maart" },
  giveAccessBack: { shares: ["geen deel"] },
  createAppPassword: { door: "smtp", label: "Mail" },
  makeSharedFolder: { name: "Klanten", rights: [] },
  makeFolder: { name: "Map" },
  addFile: { uploadId: sampleId, name: "brief.txt" },
  changeEntry: { name: "Anders" },
  copyEntry: { parentId: sampleId, name: "Kopie" },
  restoreVersion: { version: 1 },
  markVersion: { version: 1, isPinned: true },
  trashEntries: { entryIds: [sampleId] },
  restoreEntries: { entryIds: [sampleId] },
  eraseEntries: { entryIds: [sampleId] },
  rewindFolder: { to: "2020-01-01T00:00:00.000Z" },
  setFolderRights: { rights: [] },
  giveOwnRights: { rights: [] },
  letProgramIn: { label: "Verkenner" },
  makeGroup: { name: "Boekhouding", memberIds: [] },
  changeGroup: { name: "Boekhouding", memberIds: [] },
  saveLook: { colour: "#2f6b3c", senderName: "De Linde", ownText: "Vragen? Bel ons." },
  unlock: { password: "blauwe tulpen in juni" },
  saveLogo: { png: "aGFsbG8=" },
  previewLook: { colour: "", senderName: "", ownText: "" },
  saveOrganisation: { name: "Anders", phone: "", website: "", subjectTag: "", linkDays: 30 },
  sendMessage: { recipients: [{ email: "iemand@buiten.example" }], subject: "Proef", text: "Proef" },
  previewNotice: { email: "iemand@buiten.example", verification: "sms" },
  previewRecipient: { email: "iemand@buiten.example" },
  recall: {},
  saveDraft: { version: 1, content: { recipients: [], subject: "Proef", text: "Proef" } },
  startDraft: { kind: "reply" },
  sendDraft: { version: 1 },
  reschedule: {},
  lookAtFile: { uploadId: sampleId, name: "a.txt", type: "text/plain" },
  askQuestion: { text: "Hoe?", screen: "/mail" },
  settleQuestion: { state: "closed" },
  handOverQuestion: { email: "it@elders.example", text: "Hoe?" },
  noteWarning: { signal: "typo", act: "heeded" },
  suspectRecipients: { recipients: [{ email: "a@b.example", role: "to" }], text: "" },
  composeAgreements: {
    trade: "care",
    name: "Praktijk",
    scope: "outsiders",
    action: "none",
    verification: "sms",
    approvers: [],
    support: [],
  },
  decideHeld: { decision: "release" },
  shareConversation: { memberIds: [sampleId] },
  saveTemplate: { name: "Afspraak", subject: "Uw afspraak", html: "", text: "Beste", scope: "firm" },
  saveWritingSettings: { undoSeconds: 0, signatureHtml: "", signatureText: "", signatureInReplies: true },
  listContacts: { text: "iemand" },
  completeAddress: { text: "iemand" },
  searchMail: { q: "proef" },
  changeFlags: { conversationIds: [sampleId], place: "archive" },
  makeLabel: { name: "Belasting", colour: "petrol" },
  changeLabel: { name: "Belasting", colour: "green" },
  createSharedMailbox: { name: "Loket", email: "loket@tulp.example", memberIds: [sampleId] },
  changeSharedMailbox: { name: "Balie", memberIds: [sampleId] },
  nameStandIn: { memberId: sampleId, from: "2030-01-01T00:00:00.000Z", until: "2030-01-08T00:00:00.000Z" },
  completeRecipient: { verification: "none" },
  replayAgreements: { text: "version: 1\nname: Proef\n" },
  checkAgreements: { text: "version: 1\nname: Proef\n" },
  putAgreementsInForce: { text: "version: 1\nname: Proef\n", after: 0 },
  agreeToAgreements: { version: 1 },
  createContact: { email: "nieuw@buiten.example", name: "Nieuw" },
  changeContact: { name: "Anders" },
  previewImport: { book: "firm" },
  importContacts: { book: "firm" },
  createWebhook: { label: "Boekhouding", url: "https://192.88.99.1/zegel", events: ["recipient.opened"] },
  changeWebhook: {
    label: "Boekhouding",
    url: "https://192.88.99.1/zegel",
    events: ["recipient.opened"],
    state: "paused",
  },
  chooseReminder: { remindAfterDays: 3 },
  extend: { days: null },
  saveFollowUpSettings: { remindAfterDays: 0, expiryNoticeDays: 3 },
  guestAsk: { secret, what: "more-time" },
  guestKnock: { secret },
  guestRequestCode: { secret },
  guestCheck: { secret, code: "000000" },
  guestLanguage: { language: "en" },
  askNotification: { code: "0000-0000-0000" },
  guestReply: { text: "Proef" },
};

export interface NamedRoute {
  readonly name: RouteName;
  readonly route: Route;
  readonly params: readonly ParamName[];
  readonly body: unknown;
}

export const namedRoutes: readonly NamedRoute[] = Object.entries(allRoutes).map(([name, route]: [string, Route]) => ({
  name: name as RouteName,
  route,
  params: [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] as ParamName),
  body: (sampleBodies as Readonly<Record<string, unknown>>)[name],
}));

export const takesAnything = new Set<string>([
  "changeContact",
  "importContacts",
  "previewImport",
  "recall",
  "reschedule",
  "setLanguage",
]);
/** What the firm remembers of a contact is every member's to change. */
export const everybodys = new Set<string>(["changeContact", "forgetContact"]);
