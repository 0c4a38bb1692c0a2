import { connectionLimits, type ConnectionLimits, openSmtpDoor, type SmtpDoor } from "#/doors/smtp/index.ts";
import { createAppPassword, type CreatedAppPassword } from "#/identity/index.ts";
import { collect } from "#/kernel/index.ts";
import { openOriginal } from "#/mail/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp, type TestOrganisation } from "./identity.ts";
import { type SmtpTalk, talkSmtp } from "./smtp-talk.ts";

/** A door on free ports, in front of an organisation whose admin has two app passwords. */
export interface TestSmtpDoor {
  readonly app: TestApp;
  readonly organisation: TestOrganisation;
  readonly door: SmtpDoor;
  readonly startTlsPort: number;
  readonly tlsPort: number;
  readonly password: CreatedAppPassword;
  /** May write any address in From. */
  readonly anyFrom: CreatedAppPassword;
  /** A connection that is logged in. */
  enter(with_?: CreatedAppPassword): Promise<SmtpTalk>;
  /** The bytes of the message as the sender exports them. */
  original(messageId: string): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openTestSmtpDoor(
  options: { limits?: Partial<ConnectionLimits>; environment?: NodeJS.ProcessEnv } = {},
): Promise<TestSmtpDoor> {
  const environment = { ZEGEL_SMTP_PORT: "0", ZEGEL_SMTPS_PORT: "0", ...options.environment };
  const app = await openTestApp({ environment, waitingJobs: "allowed" });
  const organisation = await setUpTestOrganisation(app);
  const { admin } = organisation;
  const password = await createAppPassword(app, admin, { door: "smtp", label: "Outlook" });
  const anyFrom = await createAppPassword(app, admin, { door: "smtp", label: "Scanner", anyFrom: true });
  const door = await openSmtpDoor(app, { ...connectionLimits, ...options.limits });
  const [startTlsPort, tlsPort] = door.addresses.map((address) => Number(address.split(":").at(-1))) as [
    number,
    number,
  ];
  return {
    app,
    organisation,
    door,
    startTlsPort,
    tlsPort,
    password,
    anyFrom,
    enter: async (chosen = password) => {
      const talk = await talkSmtp(startTlsPort);
      const answer = await talk.logIn(chosen.userName, chosen.secret);
      if (answer.code !== 235) throw new Error(answer.text);
      return talk;
    },
    original: async (messageId) => {
      const file = await openOriginal(app, admin, messageId);
      return Buffer.from((await collect(file.content, 500_000_000))!);
    },
    close: async () => {
      await door.close();
      await app.close();
    },
  };
}

/** The id behind "Sealed" or "Accepted for relay" in the answer to a mail. */
export const idIn = (answer: { readonly text: string }): string => /[0-9a-f-]{36}/.exec(answer.text)?.[0] ?? "";
