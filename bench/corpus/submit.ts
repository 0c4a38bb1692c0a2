import { setTimeout as pause } from "node:timers/promises";
import { type SmtpTalk, talkSmtp } from "../../tests/support/smtp-talk.ts";
import type { CorpusMail } from "./mails.ts";

export interface Outcome {
  readonly mail: CorpusMail;
  readonly guest: string;
  /** Undefined when it was refused. */
  readonly messageId: string | undefined;
  readonly answer: string;
  readonly tookMs: number;
}

export interface SubmitOptions {
  readonly port: number;
  readonly sender: string;
  readonly userName: string;
  readonly secret: string;
  readonly connections: number;
}

/** A mail that has no answer by then hangs. */
const deadlineMs = 120_000;

export const guestOf = (index: number): string => `guest-${index}@corpus.example`;

async function within<T>(what: string, act: Promise<T>): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([
      act,
      pause(deadlineMs, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new Error(`${what}: no answer within ${deadlineMs / 1000} seconds`);
      }),
    ]);
  } finally {
    late.abort();
  }
}

/** Submits all mails over several connections, each to a guest of its own. A crash, hang or broken connection throws. */
export async function submitAll(
  mails: readonly CorpusMail[],
  options: SubmitOptions,
  tell: (done: number) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  async function work(): Promise<void> {
    const talk: SmtpTalk = await talkSmtp(options.port);
    const entered = await talk.logIn(options.userName, options.secret);
    if (entered.code !== 235) throw new Error(entered.text);
    for (let index = next++; index < mails.length; index = next++) {
      const mail = mails[index]!;
      const guest = guestOf(index);
      const started = performance.now();
      const { code, text } = await within(mail.file, talk.submit(options.sender, [guest], mail.bytes));
      const messageId = code === 250 ? /Sealed ([0-9a-f-]{36})/.exec(text)?.[1] : undefined;
      outcomes.push({ mail, guest, messageId, answer: text, tookMs: performance.now() - started });
      if (code !== 250) await talk.say("RSET");
      tell(outcomes.length);
    }
    talk.end();
  }
  await Promise.all(Array.from({ length: options.connections }, work));
  return outcomes;
}
