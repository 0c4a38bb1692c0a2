import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { type JSX, useLayoutEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { claimPage } from "../mail/claim-page.ts";
import { holdsUnsent } from "../mail/draft.ts";
import { isOutgoing } from "../mail/outgoing.ts";
import { OutgoingBar } from "../mail/outgoing-bar.tsx";
import { UndoBar } from "../mail/undo-bar.tsx";
import { Seal } from "../pieces/seal.tsx";
import { meQuery } from "../session.ts";
import { BottomBar } from "./bottom-bar.tsx";
import { HelpCorner } from "./help-corner.tsx";
import { LockScreen } from "./lock-screen.tsx";
import { UnreadAgreements } from "../agreements/unread-bar.tsx";
import { AskWindow } from "../support/ask-window.tsx";
import { Rail } from "./rail.tsx";
import { useIdleLock } from "./use-idle-lock.ts";
import { useShortcuts } from "./shortcuts.ts";
import { ShortcutsWindow } from "./shortcuts-window.tsx";
import "./shell.css";

const focusSearch = (): void =>
  void requestAnimationFrame(() => document.querySelector<HTMLInputElement>("search input")?.focus());

/** Rail and page on a desk, page and bottom bar on a phone; what waits to be sent stays in sight everywhere. */
export function MemberShell(): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const navigate = useNavigate();
  // The list that one was looking at stays beside the new message.
  const { folder = "inbox" } = useParams({ strict: false });
  const [listing, setListing] = useState(false);
  const [asking, setAsking] = useState(false);
  useState(() => claimPage(me.memberId));

  useShortcuts({
    c: () => void navigate({ to: "/mail/$folder/new", params: { folder } }),
    i: () => void navigate({ to: "/mail/$folder", params: { folder: "inbox" } }),
    s: () => void navigate({ to: "/mail/$folder", params: { folder: "sent" } }),
    d: () => void navigate({ to: "/mail/drafts" }),
    // The list itself takes this key where it is in sight.
    "/": () => void navigate({ to: "/mail/$folder", params: { folder: "inbox" } }).then(focusSearch),
    "?": () => setListing(true),
  });
  // Before it is painted: who leaves at once is asked too.
  useLayoutEffect(() => {
    const stay = (event: BeforeUnloadEvent): void => {
      if (holdsUnsent() || isOutgoing()) event.preventDefault();
    };
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, []);

  const lock = useIdleLock(me);
  // What could not be kept as a draft stays in this page, out of sight.
  if (me.locked && !holdsUnsent()) return <LockScreen me={me} onUnlocked={lock.release} />;

  return (
    <>
      {me.locked && <LockScreen me={me} onUnlocked={lock.release} />}
      <div className="shell" hidden={me.locked} inert={me.locked}>
        <a className="skip" href="#content">
          {t("app.skip")}
        </a>
        <Rail me={me} />
        <div className="top-bar">
          <Seal sizePx={28} />
          <span>{me.organisation.name}</span>
        </div>
        <div className="shell-page" id="content" tabIndex={-1}>
          <UnreadAgreements />
          <Outlet />
        </div>
        <BottomBar />
        <OutgoingBar />
        <UndoBar />
        <HelpCorner me={me} onShortcuts={() => setListing(true)} onAsk={() => setAsking(true)} />
        <AskWindow opened={asking} onClose={() => setAsking(false)} />
        <ShortcutsWindow opened={listing} onClose={() => setListing(false)} />
      </div>
    </>
  );
}
