import {
  IconAddressBook,
  IconArchive,
  IconTrash,
  IconClipboardList,
  IconClock,
  IconFileCheck,
  IconFolder,
  IconHeartbeat,
  IconInbox,
  IconKey,
  IconMessageQuestion,
  IconPencil,
  IconSend2,
  IconSettings,
  IconShieldPause,
  IconSignature,
  IconUserCircle,
  IconUserShare,
  IconUsers,
  IconUsersGroup,
  IconUsersPlus,
  IconWebhook,
  IconWorld,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Me } from "../session.ts";

export interface Place {
  readonly key:
    | "contacts"
    | "files"
    | "groups"
    | "drafts"
    | "scheduled"
    | "writing"
    | "archive"
    | "trash"
    | "account"
    | "inbox"
    | "sent"
    | "app_passwords"
    | "members"
    | "settings"
    | "audit"
    | "webhooks"
    | "approvals"
    | "questions"
    | "agreements"
    | "domain"
    | "health"
    | "mailboxes"
    | "stand_in";
  readonly to: string;
  readonly icon: TablerIcon;
  readonly roles?: readonly Me["roles"][number][];
}

export const mailPlaces: readonly Place[] = [
  { key: "inbox", to: "/mail/inbox", icon: IconInbox },
  { key: "drafts", to: "/mail/drafts", icon: IconPencil },
  { key: "scheduled", to: "/mail/scheduled", icon: IconClock },
  { key: "sent", to: "/mail/sent", icon: IconSend2 },
  { key: "archive", to: "/mail/archive", icon: IconArchive },
  { key: "trash", to: "/mail/trash", icon: IconTrash },
];
export const otherPlaces: readonly Place[] = [
  { key: "files", to: "/files", icon: IconFolder },
  { key: "contacts", to: "/contacts", icon: IconAddressBook },
  { key: "members", to: "/members", icon: IconUsers },
  { key: "agreements", to: "/agreements", icon: IconFileCheck },
  { key: "stand_in", to: "/stand-in", icon: IconUserShare },
  { key: "writing", to: "/writing", icon: IconSignature },
  { key: "account", to: "/account", icon: IconUserCircle },
  { key: "app_passwords", to: "/app-passwords", icon: IconKey },
  { key: "questions", to: "/questions", icon: IconMessageQuestion, roles: ["superuser", "admin"] },
  { key: "groups", to: "/groups", icon: IconUsersPlus, roles: ["admin"] },
  { key: "mailboxes", to: "/mailboxes", icon: IconUsersGroup, roles: ["admin"] },
  { key: "settings", to: "/settings", icon: IconSettings, roles: ["admin"] },
  { key: "webhooks", to: "/webhooks", icon: IconWebhook, roles: ["admin"] },
  { key: "domain", to: "/domain", icon: IconWorld, roles: ["admin"] },
  { key: "health", to: "/installation", icon: IconHeartbeat, roles: ["admin"] },
  { key: "audit", to: "/audit", icon: IconClipboardList, roles: ["admin", "officer"] },
];

/** Only where the agreements name one as an approver. */
export const approvalsPlace: Place = { key: "approvals", to: "/approvals", icon: IconShieldPause };

/** What a person has any use for: places of roles that they don't have are not shown. */
export const placesFor = (me: Me, places: readonly Place[]): Place[] =>
  places.filter((place) => place.roles === undefined || place.roles.some((role) => me.roles.includes(role)));
