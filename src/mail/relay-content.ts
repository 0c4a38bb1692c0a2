import { z } from "zod";
import { directWays } from "#/contract/index.ts";
import { type Bytes, concat, fromUtf8, Refusal, utf8 } from "#/kernel/index.ts";

const notifySchema = z.enum(["NEVER", "SUCCESS", "FAILURE", "DELAY"]);

/** What stands before the bytes of a mail that is relayed (docs/spec/mail-flow.md, section 7): one line of JSON. */
const relayHeadSchema = z.object({
  type: z.literal("raw"),
  envelope: z.object({
    from: z.string(),
    to: z.array(
      z.object({
        email: z.string(),
        /** RFC 3461: which reports the sender asked for, and the address as first given. */
        notify: z.array(notifySchema).optional(),
        originalRecipient: z.string().optional(),
      }),
    ),
    is8Bit: z.boolean(),
    returnContent: z.enum(["FULL", "HDRS"]).optional(),
    envelopeId: z.string().optional(),
    /** It may only go straight to the domain of its recipients, by one of these ways (docs/spec/relay.md). */
    direct: z.array(z.enum(directWays)).optional(),
  }),
});
export type RelayEnvelope = z.infer<typeof relayHeadSchema>["envelope"];

const newline = 0x0a;
const longestHeadBytes = 1_000_000;

/** The plain form: head, then the mail, as it streams. */
export async function* encodeRelay(envelope: RelayEnvelope, raw: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
  yield utf8(`${JSON.stringify({ type: "raw", envelope })}\n`);
  yield* raw;
}

/** The head of what `encodeRelay` made, and the mail as it streams. */
export async function decodeRelay(
  plain: AsyncIterable<Bytes>,
): Promise<{ readonly envelope: RelayEnvelope; readonly raw: AsyncGenerator<Bytes, void> }> {
  const reading = plain[Symbol.asyncIterator]();
  let held: Bytes = new Uint8Array(0);
  for (let next = await reading.next(); !next.done; next = await reading.next()) {
    held = concat(held, next.value);
    const end = held.indexOf(newline);
    if (end >= 0) {
      const { envelope } = relayHeadSchema.parse(JSON.parse(fromUtf8(held.subarray(0, end))));
      return { envelope, raw: afterHead(held.subarray(end + 1), reading) };
    }
    if (held.byteLength > longestHeadBytes) break;
  }
  throw new Refusal("invalid", "vault.truncated_wrong");
}

async function* afterHead(first: Bytes, reading: AsyncIterator<Bytes>): AsyncGenerator<Bytes, void> {
  try {
    if (first.byteLength > 0) yield first;
    for (let next = await reading.next(); !next.done; next = await reading.next()) yield next.value;
  } finally {
    await reading.return?.();
  }
}
