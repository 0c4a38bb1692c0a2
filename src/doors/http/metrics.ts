import { countRequest, type OperationMetrics, type RequestOutcome } from "#/operation/index.ts";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Numbers for Prometheus. Labels are names of routes and codes, never ids or addresses. */
export interface HttpMetrics {
  answered(route: string, method: string, status: number, seconds: number): void;
  refused(code: string): void;
  /** The whole page in the text format, with its content type. */
  page(): Promise<{ readonly type: string; readonly text: string }>;
}

const outcomeOf = (status: number): RequestOutcome =>
  status >= 500 ? "failed" : status >= 400 ? "refused" : "answered";

/** A registry of its own: two doors in one process don't count each other's requests. */
export function openMetrics(openConnections: () => Promise<number>, operation: OperationMetrics): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "zegel_" });
  const registers = [registry];
  const duration = new Histogram({
    name: "zegel_http_request_seconds",
    help: "Time until an HTTP request was answered",
    labelNames: ["route", "method", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers,
  });
  const refusals = new Counter({
    name: "zegel_http_refusals_total",
    help: "Refusals by code",
    labelNames: ["code"],
    registers,
  });
  const connections = new Gauge({ name: "zegel_http_connections", help: "Open HTTP connections", registers });
  return {
    answered: (route, method, status, seconds) => {
      duration.observe({ route, method, status: String(status) }, seconds);
      countRequest("http", outcomeOf(status), seconds);
    },
    refused: (code) => refusals.inc({ code }),
    page: async () => {
      connections.set(await openConnections());
      return { type: registry.contentType, text: `${await registry.metrics()}\n${await operation.text()}` };
    },
  };
}
