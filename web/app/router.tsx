import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { accountQuery } from "./account/account-queries.ts";
import { asProblem } from "../parts/call.ts";
import { LoginPage } from "./identity/login-page.tsx";
import { ComposePane } from "./mail/compose-pane.tsx";
import { ConversationPane } from "./mail/conversation-pane.tsx";
import { MailPage } from "./mail/mail-page.tsx";
import { keyOfDraft, newDraftKey } from "./mail/draft.ts";
import { isFolder } from "./mail/mail-queries.ts";
import { NothingChosen } from "./mail/nothing-chosen.tsx";
import { ErrorPage, NotFoundPage } from "./shell/lost-pages.tsx";
import { MemberShell } from "./shell/member-shell.tsx";
import { call, forgetSignedIn, maybeSignedIn, meQuery, onSessionEnd, queryClient } from "./session.ts";

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: ErrorPage });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async () => {
    if (maybeSignedIn()) throw redirect({ to: "/mail/$folder", params: { folder: "inbox" }, replace: true });
    throw redirect({ to: "/login", replace: true });
  },
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: ({ step }: Record<string, unknown>): { step?: "admin" | "shares" } =>
    step === "admin" || step === "shares" ? { step } : {},
  component: lazyRouteComponent(() => import("./identity/setup-page.tsx"), "SetupPage"),
});
const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  beforeLoad: async () => {
    const { needed } = await call("setupState");
    if (needed) throw redirect({ to: "/setup", replace: true });
  },
  validateSearch: (search: Record<string, unknown>): { ended?: true } => (search["ended"] ? { ended: true } : {}),
  component: LoginPage,
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation/$invitationId",
  component: lazyRouteComponent(() => import("./identity/invitation-page.tsx"), "InvitationPage"),
});

const recover = createRoute({
  getParentRoute: () => root,
  path: "/recover",
  component: lazyRouteComponent(() => import("./identity/recover-page.tsx"), "RecoverPage"),
});

async function assertSignedIn(): Promise<void> {
  if (!maybeSignedIn()) throw redirect({ to: "/login", replace: true });
  try {
    await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (asProblem(error).status !== 401) throw error;
    forgetSignedIn();
    throw redirect({ to: "/login", search: { ended: true }, replace: true });
  }
}
const safety = createRoute({
  getParentRoute: () => root,
  path: "/safety",
  beforeLoad: async () => {
    await assertSignedIn();
    await queryClient.ensureQueryData(accountQuery);
  },
  component: lazyRouteComponent(() => import("./account/safety-page.tsx"), "SafetyPage"),
});
const member = createRoute({
  getParentRoute: () => root,
  id: "member",
  beforeLoad: assertSignedIn,
  component: MemberShell,
});
const mail = createRoute({
  getParentRoute: () => member,
  path: "/mail/$folder",
  beforeLoad: ({ params }) => {
    const { folder } = params;
    if (isFolder(folder)) return;
    // Notices to members say /mail/<conversation>, which names no folder.
    throw idPattern.test(folder)
      ? redirect({
          to: "/mail/$folder/$conversationId",
          params: { folder: "inbox", conversationId: folder },
          replace: true,
        })
      : redirect({ to: "/mail/$folder", params: { folder: "inbox" }, replace: true });
  },
  component: MailPage,
});
const mailNothing = createRoute({ getParentRoute: () => mail, path: "/", component: NothingChosen });
const mailNew = createRoute({
  getParentRoute: () => mail,
  path: "/new",
  validateSearch: ({ draft }: Record<string, unknown>): { draft?: string } =>
    typeof draft === "string" && idPattern.test(draft) ? { draft } : {},
  // Back to one that is not written here any more.
  beforeLoad: ({ search: { draft } }) => {
    if (draft !== undefined && keyOfDraft(draft) !== newDraftKey)
      throw redirect({ to: "/mail/drafts/$draftId", params: { draftId: draft }, replace: true });
  },
  component: ComposePane,
});
const mailConversation = createRoute({
  getParentRoute: () => mail,
  path: "/$conversationId",
  component: ConversationPane,
});
const drafts = createRoute({
  getParentRoute: () => member,
  path: "/mail/drafts",
  component: lazyRouteComponent(() => import("./mail/write/drafts-page.tsx"), "DraftsPage"),
});
const draftsNothing = createRoute({ getParentRoute: () => drafts, path: "/", component: NothingChosen });
const savedDraft = createRoute({
  getParentRoute: () => drafts,
  path: "/$draftId",
  component: lazyRouteComponent(() => import("./mail/write/saved-draft-pane.tsx"), "SavedDraftPane"),
});
const scheduled = createRoute({
  getParentRoute: () => member,
  path: "/mail/scheduled",
  component: lazyRouteComponent(() => import("./mail/write/scheduled-page.tsx"), "ScheduledPage"),
});
const writing = createRoute({
  getParentRoute: () => member,
  path: "/writing",
  component: lazyRouteComponent(() => import("./mail/write/writing-page.tsx"), "WritingPage"),
});
const files = createRoute({
  getParentRoute: () => member,
  path: "/files",
  component: lazyRouteComponent(() => import("./files/files-page.tsx"), "FilesPage"),
});
const fileTrash = createRoute({
  getParentRoute: () => member,
  path: "/files/trash",
  component: lazyRouteComponent(() => import("./files/trash-page.tsx"), "FileTrashPage"),
});
const filesFolder = createRoute({
  getParentRoute: () => member,
  path: "/files/$folderId",
  validateSearch: ({ rights }: Record<string, unknown>): { rights?: true } => (rights ? { rights: true } : {}),
  component: lazyRouteComponent(() => import("./files/folder-page.tsx"), "FolderPage"),
});
const contacts = createRoute({
  getParentRoute: () => member,
  path: "/contacts",
  component: lazyRouteComponent(() => import("./contacts/contacts-page.tsx"), "ContactsPage"),
});
const manage = () => import("./manage/index.ts");
const pages = [
  createRoute({
    getParentRoute: () => member,
    path: "/account",
    component: lazyRouteComponent(() => import("./account/account-page.tsx"), "AccountPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/members",
    component: lazyRouteComponent(manage, "MembersPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/mailboxes",
    component: lazyRouteComponent(manage, "MailboxesPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/stand-in",
    component: lazyRouteComponent(manage, "StandInPage"),
  }),
  createRoute({ getParentRoute: () => member, path: "/groups", component: lazyRouteComponent(manage, "GroupsPage") }),
  createRoute({
    getParentRoute: () => member,
    path: "/app-passwords",
    component: lazyRouteComponent(manage, "AppPasswordsPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/settings",
    component: lazyRouteComponent(manage, "SettingsPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/agreements",
    component: lazyRouteComponent(() => import("./agreements/agreements-page.tsx"), "AgreementsPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/agreements/wizard",
    component: lazyRouteComponent(() => import("./agreements/wizard-page.tsx"), "WizardPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/agreements/document",
    component: lazyRouteComponent(() => import("./agreements/document-page.tsx"), "DocumentPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/approvals",
    component: lazyRouteComponent(() => import("./approvals/approvals-page.tsx"), "ApprovalsPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/questions",
    component: lazyRouteComponent(() => import("./support/questions-page.tsx"), "QuestionsPage"),
  }),
  createRoute({
    getParentRoute: () => member,
    path: "/webhooks",
    component: lazyRouteComponent(manage, "WebhooksPage"),
  }),
  createRoute({ getParentRoute: () => member, path: "/domain", component: lazyRouteComponent(manage, "DomainPage") }),
  createRoute({
    getParentRoute: () => member,
    path: "/installation",
    component: lazyRouteComponent(manage, "HealthPage"),
  }),
  createRoute({ getParentRoute: () => member, path: "/audit", component: lazyRouteComponent(manage, "AuditPage") }),
  createRoute({ getParentRoute: () => member, path: "/more", component: lazyRouteComponent(manage, "MorePage") }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    setup,
    login,
    safety,
    invitation,
    recover,
    member.addChildren([
      mail.addChildren([mailNothing, mailNew, mailConversation]),
      drafts.addChildren([draftsNothing, savedDraft]),
      scheduled,
      files,
      fileTrash,
      filesFolder,
      contacts,
      writing,
      ...pages,
    ]),
  ]),
  scrollRestoration: false,
  defaultErrorComponent: ErrorPage,
});

onSessionEnd(() => void router.navigate({ to: "/login", search: { ended: true } }));

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
