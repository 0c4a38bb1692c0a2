import { Outlet, useMatchRoute, useParams } from "@tanstack/react-router";
import type { JSX } from "react";
import { isFolder } from "./mail-queries.ts";
import { MessageList } from "./message-list.tsx";
import "./mail.css";
import "./find/find.css";

/** List and reading pane beside each other; on a phone one of the two. */
export function MailPage(): JSX.Element {
  const { folder } = useParams({ from: "/member/mail/$folder" });
  const matches = useMatchRoute();
  const listOnly = matches({ to: "/mail/$folder", params: { folder } }) !== false;
  return (
    <div className={listOnly ? "mail mail-list-only" : "mail"}>
      <MessageList key={folder} folder={isFolder(folder) ? folder : "inbox"} />
      <div className="mail-pane">
        <Outlet />
      </div>
    </div>
  );
}
