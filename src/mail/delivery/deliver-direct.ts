import type { X509Certificate } from "node:crypto";
import { TLSSocket } from "node:tls";
import type { Bytes, Clock } from "#/kernel/index.ts";
import { type DirectHost, matchesTlsa, type Verified } from "#/relay/index.ts";
import type { RelayEnvelope } from "../relay-content.ts";
import { answerOf, type Delivery, type SmtpError, type TryHooks } from "./answers.ts";
import { handOver } from "./hand-over.ts";
import { openSmtp, type PooledConnection } from "./smtp-pool.ts";

/** Which way a mail went, as the sender is told. */
export interface WayTaken {
  readonly by: Verified;
  readonly host: string;
  /** `TLSv1.2` or `TLSv1.3`. */
  readonly tls: string;
}

export interface DirectDelivery {
  readonly delivery: Delivery;
  /** Of the connection that was used; absent when none could be. */
  readonly way?: WayTaken;
}

const longestChain = 10;

/** As the server showed it, leaf first. */
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = socket.getPeerX509Certificate();
  while (next && chain.length <= longestChain && !chain.some((each) => each.raw.equals(next!.raw))) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

const untrusted = (host: string, why: string): SmtpError =>
  Object.assign(new Error(`${host}: ${why}`), { code: "ETLS" });

/** Encrypted, and shown to be who the domain says, before anything of the mail is said. @throws SmtpError */
async function openVerified(host: DirectHost, address: string, ehlo: string, at: Date) {
  const { check, name, port } = host;
  const connection = await openSmtp({
    host: address,
    port,
    name: ehlo,
    secure: false,
    requireTLS: true,
    tls: {
      servername: name,
      minVersion: "TLSv1.2",
      // Under DANE the DNS says which key counts, and is asked below; no public authority has a say in it.
      rejectUnauthorized: check.by === "mta-sts",
      ...(check.by === "mta-sts" && check.ca ? { ca: [...check.ca] } : {}),
    },
  });
  const socket = Reflect.get(connection.smtp, "_socket") as unknown;
  const fail = (why: string): never => {
    connection.smtp.close();
    throw untrusted(name, why);
  };
  if (!(socket instanceof TLSSocket)) return fail("the connection is not encrypted");
  if (check.by === "mta-sts" && !socket.authorized) return fail("the certificate is not valid");
  if (check.by === "dane" && !matchesTlsa(check.records, chainOf(socket), check.names, at))
    return fail("the certificate is not the one that the domain announces (DANE)");
  return { connection, way: { by: check.by, host: name, tls: socket.getProtocol() ?? "" } };
}

/** The first host that can be reached and verified. */
async function firstVerified(hosts: readonly DirectHost[], ehlo: string, at: Date) {
  let failure: SmtpError = untrusted("direct", "no mail server");
  for (const host of hosts)
    for (const address of host.addresses)
      try {
        return await openVerified(host, address, ehlo, at);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failure = error;
      }
  return failure;
}

/**
 * Hands a mail to the domain's own mail server. All recipients of the envelope are of that domain. Never throws for what
 * the other side does; a server that can't be verified is a try in vain, and sees nothing of the mail.
 */
export async function deliverDirect(
  { clock, ehlo }: { readonly clock: Clock; readonly ehlo: string },
  hosts: readonly DirectHost[],
  envelope: RelayEnvelope,
  raw: AsyncIterable<Bytes>,
  hooks?: TryHooks,
): Promise<DirectDelivery> {
  const opened = await firstVerified(hosts, ehlo, clock.now());
  if (opened instanceof Error) return { delivery: { kind: "retry", answer: answerOf(opened) } };
  const { connection, way } = opened;
  const once = {
    take: async (): Promise<PooledConnection> => connection,
    give: ({ smtp }: PooledConnection): void => smtp.quit(),
  };
  return { delivery: await handOver(once, envelope, raw, hooks), way };
}
