import { draftRoutes, guestRoutes, mailRoutes } from "#/contract/index.ts";
import { until } from "../../tests/support/until.ts";
import { compareAsGuest, compareFiles, type ShownMessage, type Visit, visit } from "./guest.ts";
import { type Reply, type Sent, sha256 } from "./ledger.ts";
import { addressOf, answered } from "./member.ts";
import type { World } from "./world.ts";

/** What the run came to, message by message. */
export interface Verdict {
  /** By message: what was acknowledged and is not there as it was. */
  readonly lost: Map<Sent, string>;
  readonly doubled: Map<Sent, string>;
  /** Sent again although the smarthost's answer had been written, since nobody had heard it: each the same mail. */
  readonly copiesUnheard: number;
  readonly checked: { messages: number; opened: number; recalled: number; replies: number; files: number };
}

interface Shown extends ShownMessage {
  readonly recalledAt: string | null;
  readonly recipients: readonly { readonly state: string; readonly reason: string | null }[];
}
interface Entry {
  readonly messageId: string;
  readonly subject: string;
}

const settled = new Set(["handed-over", "delivered", "opened", "downloaded", "replied", "bounced", "recalled"]);

/** Everything in a folder, page by page. */
export async function listAll({ member }: World, folder: "sent" | "inbox"): Promise<Entry[]> {
  const all: Entry[] = [];
  let cursor: string | undefined;
  do {
    const query = { folder, limit: "100", ...(cursor ? { cursor } : {}) };
    const page: { entries: Entry[]; next: string | null } = await member.call(mailRoutes.listMessages, { query });
    all.push(...page.entries);
    cursor = page.next ?? undefined;
  } while (cursor);
  return all;
}

/** Waits until no mail waits for its time or for the smarthost any more. */
export async function drain(world: World, deadlineMs: number): Promise<void> {
  await until(
    "nothing is planned any more",
    async () => {
      const { entries } = await world.member.call<{ entries: Entry[] }>(draftRoutes.listScheduled);
      return entries.length === 0;
    },
    deadlineMs,
  ).catch((error: Error) => world.ledger.faults.push(error.message));
  const todo = new Set(world.ledger.sent.filter(({ messageId }) => messageId !== undefined));
  const hasLeft = async (sent: Sent): Promise<boolean> => {
    if (world.copiesFor(sent.guest).length > 0 || world.smarthost.refused.has(sent.guest)) return true;
    const { recipients } = await shownTo(world, sent.messageId!);
    return recipients.every(({ state }) => settled.has(state));
  };
  await until(
    "every mail has left",
    async () => {
      for (const sent of todo) if (await hasLeft(sent)) todo.delete(sent);
      return todo.size === 0;
    },
    deadlineMs,
  ).catch(() => {
    for (const { kind, number } of todo) world.ledger.faults.push(`${kind} ${number} did not leave in time`);
  });
}

const shownTo = ({ member }: World, messageId: string): Promise<Shown> =>
  member.call<Shown>(mailRoutes.readMessage, { params: { messageId } });

const readAs =
  (world: World) =>
  (attachmentId: string): Promise<Response> => {
    const { browser } = world.member;
    const options = { params: { attachmentId }, headers: addressOf(Math.floor(Math.random() * 2 ** 24)) };
    return answered(browser.send(mailRoutes.attachment, options));
  };

/** What is wrong with the message as its sender sees it. */
async function asSender(world: World, sent: Sent, shown: Shown): Promise<string | undefined> {
  if (shown.subject !== sent.subject) return `the subject is ${shown.subject}`;
  if (shown.text.trim() !== sent.text) return "the sender reads another text";
  const wrong = await compareFiles(sent.files, shown.attachments, readAs(world));
  if (wrong || sent.original === undefined) return wrong;
  const params = { messageId: sent.messageId! };
  const answer = await answered(world.member.browser.send(mailRoutes.original, { params, headers: addressOf(1) }));
  const bytes = Buffer.from(await answer.arrayBuffer());
  return sha256(bytes) === sent.original ? undefined : `the original differs (${answer.status})`;
}

async function sees({ call }: Visit, sent: Sent): Promise<boolean> {
  const { messages } = await call<{ messages: ShownMessage[] }>(guestRoutes.guestConversation);
  return messages.some(({ text }) => text.trim() === sent.text);
}

/** What is wrong with the message as its guest finds it. */
async function asGuest(world: World, sent: Sent, shown: Shown, verdict: Verdict): Promise<string | undefined> {
  const state = shown.recipients[0]?.state ?? "nobody";
  const visited = await visit(world, sent);
  if (sent.recall === "acknowledged") {
    if (!shown.recalledAt) return "the recall was forgotten";
    // The guest's own answers stay to be read; what was taken back must not.
    if (visited && visited.state === "open" && (await sees(visited, sent)))
      return "it was taken back, and is still shown";
    if (visited && !["recalled", "open"].includes(visited.state)) return `the door says ${visited.state}`;
    verdict.checked.recalled++;
    return undefined;
  }
  if (sent.recall && shown.recalledAt) return undefined;
  if (!visited) {
    const { reason } = shown.recipients[0]!;
    // Told to the sender: refused by the smarthost, or three times without an answer.
    if (state === "bounced" || reason === "mail.delivery_uncertain") return undefined;
    return `no notification came, and the sender reads ${state}`;
  }
  if (visited.state !== "open") return `the door says ${visited.state}`;
  const wrong = await compareAsGuest(visited, sent);
  if (!wrong) verdict.checked.opened++;
  return wrong;
}

async function replyOf(world: World, reply: Reply, messages: readonly ShownMessage[]): Promise<string | undefined> {
  const shown = messages.filter(({ text }) => text.trim() === reply.text);
  if (shown.length === 0) return reply.state === "acknowledged" ? `"${reply.text}" is not there` : undefined;
  if (shown.length > 1) return `"${reply.text}" is there ${shown.length} times`;
  return reply.file && compareFiles([reply.file], shown[0]!.attachments, readAs(world));
}

async function verifyOne(world: World, sent: Sent, verdict: Verdict): Promise<void> {
  const { lost, checked } = verdict;
  try {
    const shown = await shownTo(world, sent.messageId!);
    const wrong = (await asSender(world, sent, shown)) ?? (await asGuest(world, sent, shown, verdict));
    if (wrong) lost.set(sent, wrong);
    checked.messages++;
    checked.files += sent.files.length;
    if (sent.replies.length === 0) return;
    const { messages } = await world.member.call<{ messages: ShownMessage[] }>(mailRoutes.readConversation, {
      params: { conversationId: sent.conversationId ?? (shown as unknown as Sent).conversationId! },
    });
    for (const reply of sent.replies) {
      const missing = await replyOf(world, reply, messages);
      if (missing) lost.set(sent, missing);
      else if (reply.state === "acknowledged") checked.replies++;
    }
  } catch (error) {
    lost.set(sent, (error as Error).message);
  }
}

/** Notifications of one message: the same mail may come again only where its answer was not heard. */
function findDoubles(world: World, verdict: { doubled: Map<Sent, string> }): number {
  let unheard = 0;
  for (const sent of world.ledger.sent) {
    const copies = world.copiesFor(sent.guest);
    if (copies.slice(0, -1).some(({ isHeard }) => isHeard))
      verdict.doubled.set(sent, "notified again after the answer was heard");
    const ids = new Set(copies.map(({ bytes }) => /^Message-ID: (.*)$/im.exec(bytes.toString("latin1"))?.[1]));
    if (ids.size > 1) verdict.doubled.set(sent, `${ids.size} different notifications`);
    unheard += Math.max(0, copies.length - 1);
  }
  return unheard;
}

/** Looks at everything from the outside: as sender, as guest, and at what the smarthost took. */
export async function verify(world: World): Promise<Verdict> {
  const { ledger } = world;
  const checked = { messages: 0, opened: 0, recalled: 0, replies: 0, files: 0 };
  const doubled = new Map<Sent, string>();
  const verdict: Verdict = {
    lost: new Map(),
    doubled,
    copiesUnheard: findDoubles(world, { doubled }),
    checked,
  };
  const sentFolder = Map.groupBy(await listAll(world, "sent"), ({ subject }) => subject);
  for (const sent of ledger.sent) {
    const entries = sentFolder.get(sent.subject) ?? [];
    if (entries.length > 1) doubled.set(sent, `sent ${entries.length} times`);
    // What nobody was told of is either there as a whole or not at all.
    if (entries[0]) sent.messageId ??= entries[0].messageId;
    else if (sent.state === "acknowledged") verdict.lost.set(sent, "it is not among what was sent");
  }
  const todo = ledger.sent.filter(({ messageId }) => messageId !== undefined);
  const work = async (): Promise<void> => {
    for (let sent = todo.pop(); sent; sent = todo.pop()) await verifyOne(world, sent, verdict);
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return verdict;
}
