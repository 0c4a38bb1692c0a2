import { addressParts } from "#/agreements/rules/index.ts";
import { chooseRelayRoute } from "#/relay/index.ts";
import type { RelayTransport } from "../relay-dispatch.ts";
import type { MailApp } from "../types.ts";
import { deliverDirect, type WayTaken } from "./deliver-direct.ts";

const said = ({ by, host, tls }: WayTaken): string => `${by === "dane" ? "DANE" : "MTA-STS"}, ${host}, ${tls}`;

/**
 * Mail that may only go straight to its recipients' domain goes there, and no other way: while that can't be verified, it
 * waits, and in the end its sender is told. Everything else goes as before. The answer on record says which way it went.
 */
export const withDirectWays = (
  { relay, clock, config }: Pick<MailApp, "relay" | "clock" | "config">,
  transport: RelayTransport,
): RelayTransport => ({
  deliverRaw: async (envelope, raw, hooks) => {
    const [to] = envelope.to;
    if (!envelope.direct || !to) return transport.deliverRaw(envelope, raw, hooks);
    const { domain } = addressParts(to.email);
    const route = relay ? await chooseRelayRoute(relay, domain, new Set(envelope.direct)) : undefined;
    if (route?.kind !== "direct")
      return { kind: "retry", answer: `no verified way straight to ${domain} (${route?.kind ?? "off"})` };
    const ehlo = new URL(config.publicUrl).hostname;
    const { delivery, way } = await deliverDirect({ clock, ehlo }, route.hosts, envelope, raw, hooks);
    return way && delivery.kind === "accepted"
      ? { ...delivery, answer: `${delivery.answer} (${said(way)})` }
      : delivery;
  },
});
