import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type GatewayMood = "well" | "refuses" | "busy" | "stalls";

/** A gateway for text messages that can behave badly, and remembers what it took. */
export interface Gateway {
  /** What `ZEGEL_SMS` names; its text. */
  readonly template: string;
  /** Last code by phone number. */
  readonly codes: Map<string, string>;
  mood: GatewayMood;
  close(): Promise<void>;
}

export async function openGateway(): Promise<Gateway> {
  const gateway = { template: "", codes: new Map<string, string>(), mood: "well" as GatewayMood };
  const stalled = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    request.setEncoding("utf8");
    let body = "";
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      if (gateway.mood === "stalls") return void stalled.add(response);
      if (gateway.mood === "busy") return void response.writeHead(503).end("busy");
      if (gateway.mood === "refuses") return void response.writeHead(400).end("no");
      const { to, text } = JSON.parse(body) as { to: string; text: string };
      gateway.codes.set(to, /\b\d{6}\b/.exec(text)?.[0] ?? "");
      response.writeHead(200).end('{"status":"queued"}');
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const lines = [
    `POST http://127.0.0.1:${port}/messages`,
    "Content-Type: application/json",
    "",
    '{"to": {{phone:json}}, "text": {{text:json}}}',
    "=== answer",
    "accepted 200",
    "retry 429 5xx",
  ];
  return Object.assign(gateway, {
    template: `${lines.join("\n")}\n`,
    close: async () => {
      for (const response of stalled) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}
