import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isRefusal } from "#/kernel/index.ts";
import { checkReach, webhookUrl } from "./networks.ts";

export type Outcome = { readonly kind: "taken" | "gone" | "later"; readonly answer: string };

const tryMs = 15_000;

/** The addresses that were judged, and no others: a name that resolves anew between judging and calling is no way round. */
const pinned =
  (addresses: readonly string[]): LookupFunction =>
  (_name, options, done) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    if (options.all) return done(null, all);
    done(null, all[0]!.address, all[0]!.family);
  };

function post(
  url: URL,
  addresses: readonly string[],
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const open = url.protocol === "https:" ? tlsRequest : plainRequest;
    const call = open(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      lookup: pinned(addresses),
      agent: false,
      signal: AbortSignal.timeout(tryMs),
    });
    call.once("response", (response) => {
      // The status is all that counts: what else the other side says is not read.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    call.once("error", reject);
    call.end(body);
  });
}

function outcomeOf(status: number): Outcome {
  const answer = String(status);
  if (status >= 200 && status < 300) return { kind: "taken", answer };
  return { kind: status === 410 ? "gone" : "later", answer };
}

/** One try. Never throws for what the other side does, and follows no redirect. */
export async function callEndpoint(
  address: string,
  allowedRanges: readonly string[],
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Outcome> {
  try {
    const url = webhookUrl(address);
    const { addresses } = await checkReach(url, allowedRanges);
    return outcomeOf(await post(url, addresses, headers, body));
  } catch (error) {
    if (isRefusal(error)) return { kind: "later", answer: error.code };
    const { code, name } = error as { readonly code?: string | number; readonly name?: string };
    return { kind: "later", answer: typeof code === "string" ? code : (name ?? "no answer") };
  }
}
