/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "#/contract/index.ts";
import { asProblem } from "../parts/call.ts";
import { call, type Conversation, type Door, holdToken, type Knock } from "./guest-call.ts";
import { forgetOpen, rememberOpen, wasOpen } from "./link.ts";

export type View =
  | { readonly kind: "loading" }
  | { readonly kind: "lost"; readonly problem?: Problem }
  | { readonly kind: "door"; readonly ended?: boolean }
  | { readonly kind: "check"; readonly knock: Knock }
  | { readonly kind: "gone"; readonly knock: Knock }
  | { readonly kind: "open"; readonly conversation: Conversation }
  | { readonly kind: "left" };

export interface Visit {
  readonly view: View;
  readonly door: Door | undefined;
  readonly secret: string | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly waitSeconds: number;
  /** The one human action: presents the secret. */
  open(secret: string, language: string): Promise<void>;
  requestCode(language: string): Promise<void>;
  /** Asks the sender for more time, or for another check. */
  ask(what: "more-time" | "other-way"): Promise<boolean>;
  answer(given: { code?: string; password?: string; trustDevice?: boolean }): Promise<void>;
  refresh(): Promise<void>;
  leave(): Promise<void>;
}

async function readConversation(linkId: string): Promise<Conversation> {
  const conversation = await call("guestConversation", { params: { linkId } });
  holdToken(conversation.token);
  rememberOpen(linkId);
  return conversation;
}

/** Only reads: whose page it is, and after a reload the letter that was open in this tab. */
async function arrive(linkId: string | undefined, fresh: boolean, onDoor: (door: Door) => void): Promise<View> {
  if (linkId === undefined) return { kind: "lost" };
  try {
    onDoor(await call("guestDoor", { params: { linkId } }));
  } catch (error) {
    return { kind: "lost", problem: asProblem(error) };
  }
  if (fresh || !wasOpen(linkId)) return { kind: "door" };
  try {
    return { kind: "open", conversation: await readConversation(linkId) };
  } catch {
    forgetOpen(linkId);
    return { kind: "door", ended: true };
  }
}

/** A visit from the door to the letter. Nothing is posted before `open`, which only a person's click calls. */
export function useVisit(linkId: string | undefined, fragment: string | undefined): Visit {
  const [view, setView] = useState<View>({ kind: "loading" });
  const [door, setDoor] = useState<Door>();
  const [secret, setSecret] = useState(fragment);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [waitSeconds, setWaitSeconds] = useState(0);
  /** Whoever closed the letter must not see it come back by an answer that was still under way. */
  const closed = useRef(false);
  const params = { linkId: linkId ?? "" };

  const guarded = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };

  const showConversation = async (): Promise<void> => {
    const conversation = await readConversation(params.linkId);
    if (closed.current) return forgetVisit();
    setView({ kind: "open", conversation });
  };

  const forgetVisit = (): void => {
    forgetOpen(params.linkId);
    holdToken(undefined);
    setSecret(undefined);
  };

  const proceed = async (knock: Knock, given: string, language: string): Promise<void> => {
    if (knock.token !== undefined) holdToken(knock.token);
    if (knock.state === "recalled" || knock.state === "expired") return setView({ kind: "gone", knock });
    if (knock.state === "open") return showConversation();
    setView({ kind: "check", knock });
    if (knock.state === "code") await askForCode(given, language);
  };

  const askForCode = async (given: string, language: string): Promise<void> => {
    const sent = await call("guestRequestCode", { params, body: { secret: given, language: language as "nl" } });
    setWaitSeconds(sent.waitSeconds);
  };

  useEffect(() => {
    void arrive(linkId, fragment !== undefined, setDoor).then(setView);
  }, [linkId, fragment]);

  return {
    view,
    door,
    secret,
    busy,
    problem,
    waitSeconds,
    open: (given, language) =>
      guarded(async () => {
        const knock = await call("guestKnock", { params, body: { secret: given, language: language as "nl" } });
        setSecret(given);
        await proceed(knock, given, language);
      }),
    requestCode: (language) => guarded(() => askForCode(secret ?? "", language)),
    ask: async (what) => {
      let asked = false;
      await guarded(async () => {
        ({ asked } = await call("guestAsk", { params, body: { secret: secret ?? "", what } }));
      });
      return asked;
    },
    answer: (given) =>
      guarded(async () => {
        const knock = await call("guestCheck", { params, body: { secret: secret ?? "", ...given } });
        await proceed(knock, "", "");
      }),
    refresh: showConversation,
    leave: () =>
      guarded(async () => {
        closed.current = true;
        try {
          await call("guestLeave", { params });
        } finally {
          forgetVisit();
          setView({ kind: "left" });
        }
      }),
  };
}
