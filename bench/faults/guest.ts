import { setTimeout as pause } from "node:timers/promises";
import { guestRoutes, type Route } from "#/contract/index.ts";
import { BrowserClient, type CallOptions, RefusedCall } from "../../tests/e2e/http/support/client.ts";
import { until } from "../../tests/support/until.ts";
import { linkIn } from "../corpus/read-back.ts";
import { bytesOf, type Enclosure, fileOf, type Sent, sha256 } from "./ledger.ts";
import { addressOf, answered } from "./member.ts";
import { outcomeOf, type World } from "./world.ts";

interface Attachment {
  readonly attachmentId: string;
  readonly name: string;
  readonly sizeBytes: number;
}
export interface ShownMessage {
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export interface Visit {
  /** What the door said; what is not "open" shows nothing. */
  readonly state: string;
  readonly call: <Answer>(route: Route, options?: CallOptions) => Promise<Answer>;
  readonly send: (route: Route, options: CallOptions) => Promise<Response>;
}

let visits = 0;

/** Somebody follows the link in the newest notification, and passes the check. Undefined where none came. */
export async function visit(world: World, sent: Sent): Promise<Visit | undefined> {
  const copy = world.copiesFor(sent.guest).at(-1);
  if (!copy) return undefined;
  const { linkId, secret } = await linkIn({ from: "", to: [copy.to], parameters: "", bytes: copy.bytes });
  const guest = new BrowserClient(world.installation.url);
  const headers = addressOf(++visits);
  const whole = (options: CallOptions): CallOptions => ({
    headers,
    ...options,
    params: { linkId, ...options.params },
  });
  const call: Visit["call"] = (route, options = {}) => answered(guest.call(route, whole(options)));
  const send: Visit["send"] = (route, options) => answered(guest.send(route, whole(options)));
  let { state } = await call<{ state: string }>(guestRoutes.guestKnock, { body: { secret } });
  if (state === "code") {
    world.gateway.codes.delete(sent.phone!);
    await requestCode(() => call(guestRoutes.guestRequestCode, { body: { secret } }));
    const code = await until("the code came", () => world.gateway.codes.get(sent.phone!), 45_000);
    ({ state } = await call<{ state: string }>(guestRoutes.guestCheck, { body: { secret, code } }));
  }
  return { state, call, send };
}

/** Whoever asked not long ago has to wait; longer than a guest would, only at the end of a run. */
async function requestCode(ask: () => Promise<unknown>): Promise<void> {
  for (let patience = 3; ; patience--)
    try {
      return void (await ask());
    } catch (error) {
      const waitSeconds = error instanceof RefusedCall && error.problem.details?.["retryAfterSeconds"];
      if (typeof waitSeconds !== "number" || waitSeconds > 60 || patience === 0) throw error;
      await pause(waitSeconds * 1000);
    }
}

/** What is wrong with files as they are read back, or undefined. */
export async function compareFiles(
  wanted: readonly Enclosure[],
  shown: readonly Attachment[],
  read: (attachmentId: string) => Promise<Response>,
): Promise<string | undefined> {
  for (const file of wanted) {
    const attachment = shown.find(({ name }) => name === file.name);
    if (!attachment) return `${file.name} is missing`;
    const answer = await read(attachment.attachmentId);
    const bytes = Buffer.from(await answered(answer.arrayBuffer()));
    // A server that is killed breaks off, which is no wrong byte.
    if (!answer.ok) throw new Error(`${answer.status} for ${file.name}`);
    if (sha256(bytes) !== file.sha256) return `${file.name} differs: ${bytes.byteLength} of ${file.sizeBytes} bytes`;
  }
  return undefined;
}

/** Compares what the guest sees with what was sent; gives what is wrong. */
export async function compareAsGuest({ call, send }: Visit, sent: Sent): Promise<string | undefined> {
  const { messages } = await call<{ messages: ShownMessage[] }>(guestRoutes.guestConversation);
  const shown = messages.filter(({ text }) => text.trim() === sent.text);
  if (shown.length !== 1) return `the guest sees it ${shown.length} times`;
  return compareFiles(sent.files, shown[0]!.attachments, (attachmentId) =>
    send(guestRoutes.guestAttachment, { params: { attachmentId } }),
  );
}

/** A guest opens a message, looks at every byte of it, and may answer. */
export async function openAndReply(world: World, sent: Sent, replySizes: readonly number[] | undefined) {
  const { ledger } = world;
  try {
    const visited = await visit(world, sent);
    if (!visited) return;
    if (visited.state === "open") {
      const wrong = await compareAsGuest(visited, sent);
      if (wrong && !sent.recall) ledger.faults.push(`message ${sent.number}: ${wrong}`);
      if (wrong) return;
      sent.isOpened = true;
    } else if (visited.state !== "recalled" || !sent.recall) {
      ledger.faults.push(`message ${sent.number}: the door said ${visited.state}`);
      return;
    }
    ledger.tell("opening", "acknowledged");
    if (replySizes && visited.state === "open") await reply(world, sent, visited, replySizes);
  } catch (error) {
    // What was taken back meanwhile is refused with right.
    const outcome = outcomeOf(ledger, error);
    ledger.tell("opening", outcome);
    const isSession = error instanceof RefusedCall && [401, 404, 410, 429].includes(error.problem.status);
    if (outcome === "refused" && !sent.recall && !isSession)
      ledger.faults.push(`message ${sent.number}: ${(error as Error).message}`);
  }
}

async function reply(world: World, sent: Sent, { call }: Visit, sizes: readonly number[]): Promise<void> {
  const number = sent.number * 10 + 9;
  const text = `Antwoord ${sent.replies.length + 1} op bericht ${sent.number}`;
  const contents = sizes.map((sizeBytes) => bytesOf(number, sizeBytes));
  const file = contents[0] && fileOf(`antwoord-${number}.bin`, contents[0]);
  const files = contents.map((bytes) => new File([bytes], file!.name));
  try {
    await call(guestRoutes.guestReply, { body: { text }, files });
    sent.replies.push({ text, file, state: "acknowledged" });
    world.ledger.tell("reply", "acknowledged");
  } catch (error) {
    const state = outcomeOf(world.ledger, error);
    sent.replies.push({ text, file, state });
    world.ledger.tell("reply", state);
  }
}
