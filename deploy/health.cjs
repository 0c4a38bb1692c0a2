"use strict";
// Exit 0 when the web door of this machine is ready, with TLS or without; else 1. For health checks of containers.
const { env, exit } = process;
const withTls = Boolean(env.ZEGEL_TLS_CERT);
const { get } = require(withTls ? "node:https" : "node:http");
const url = `${withTls ? "https" : "http"}://127.0.0.1:${env.ZEGEL_HTTP_PORT || 8025}/health/ready`;

// The certificate is for another name; whether it is good is not asked here.
get(url, { rejectUnauthorized: false, timeout: 4000 }, (answer) => exit(answer.statusCode === 200 ? 0 : 1))
  .on("timeout", () => exit(1))
  .on("error", () => exit(1));
