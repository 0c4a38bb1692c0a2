import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { Refusal } from "#/kernel/index.ts";
import {
  configWarnings,
  describeConfig,
  forgetSecrets,
  loadConfig,
  masked,
  programDirectory,
  readSources,
} from "./config.ts";
import { configurationPage } from "./config/describe.ts";

const directory = mkdtempSync(join(tmpdir(), "zegel-config-"));
after(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
};

const refusedVariable = (environment: NodeJS.ProcessEnv): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof Refusal && error.code === "config.invalid") return String(error.details["variable"]);
    throw error;
  }
  return "accepted";
};

describe("Configuration", () => {
  it("Without any variable Zegel runs on this machine alone, with everything beside the program", () => {
    const config = loadConfig({});
    assert.equal(config.dataDirectory, join(programDirectory, "data"));
    assert.equal(config.secretsDirectory, join(programDirectory, "data/secrets"));
    assert.equal(config.publicUrl, "http://localhost:8025");
    assert.equal(config.listenHost, "127.0.0.1");
    assert.deepEqual([config.httpPort, config.smtpPort, config.smtpsPort], [8025, 2587, 2465]);
    assert.deepEqual(config.doors, ["http", "smtp", "worker"]);
    assert.deepEqual(config.database, { kind: "embedded" });
    assert.ok(Object.isFrozen(config));
  });

  it("An empty variable counts as absent", () => {
    assert.deepEqual(loadConfig({ ZEGEL_TLS_CERT: "", ZEGEL_HTTP_PORT: " " }), loadConfig({}));
  });

  const wrong: [variable: string, value: string, names?: string][] = [
    ["ZEGEL_DATA", "a\0b"],
    ["ZEGEL_SECRETS", "a\0b"],
    ["ZEGEL_URL", "mail.example.nl"],
    ["ZEGEL_URL", "http://mail.example.nl"],
    ["ZEGEL_URL", "https://example.nl/zegel"],
    ["ZEGEL_URL", "ftp://localhost"],
    ["ZEGEL_TRUST_PROXY", "10.0.0.0/33"],
    ["ZEGEL_TRUST_PROXY", "proxy.example.nl"],
    ["ZEGEL_HTTP_LISTEN", "localhost"],
    ["ZEGEL_METRICS_FROM", "prometheus.example.nl"],
    ["ZEGEL_RESOLVER", "dns.example.nl"],
    ["ZEGEL_RESOLVER", "192.0.2.53:70000"],
    ["ZEGEL_RESOLVER", "[192.0.2.53]:53"],
    ["ZEGEL_HTTP_PORT", "http"],
    ["ZEGEL_SMTP_PORT", "65536"],
    ["ZEGEL_SMTPS_PORT", "-1"],
    ["ZEGEL_TLS_CERT", "/nonexistent.pem", "ZEGEL_TLS_KEY"],
    ["ZEGEL_TLS_KEY", "/nonexistent.pem", "ZEGEL_TLS_CERT"],
    ["ZEGEL_DATABASE_URL", "mysql://localhost/zegel"],
    ["ZEGEL_DATABASE_URL", "postgres://localhost"],
    ["ZEGEL_DATABASE_DIRECT_URL", "postgres:zegel"],
    ["ZEGEL_DATABASE_DIRECT_URL", "postgres://db/zegel", "ZEGEL_DATABASE_URL"],
    ["ZEGEL_BLOBS", "s3://bucket"],
    ["ZEGEL_BLOBS", "/plain/path"],
    ["ZEGEL_SMARTHOST", "mail.example.nl:25"],
    ["ZEGEL_SMARTHOST", "smtp://user@mail.example.nl"],
    ["ZEGEL_SMARTHOST", "smtp://mail.example.nl?tls=never"],
    ["ZEGEL_SMARTHOST", "smtp://a:%zz@mail.example.nl"],
    ["ZEGEL_SMS", "/nonexistent.yaml"],
    ["ZEGEL_SMS", "https://sms.example.nl"],
    ["ZEGEL_DOORS", "http,imap"],
    ["ZEGEL_DOORS", ","],
    ["ZEGEL_LOG", "loud"],
    ["ZEGEL_CONFIG", "/nonexistent.env"],
  ];
  for (const [variable, value, names = variable] of wrong) {
    it(`${variable}=${JSON.stringify(value)} is refused, naming ${names}`, () => {
      const named = refusedVariable({ [variable]: value });
      assert.equal(named, names);
    });
  }

  it("A certificate with somebody else's key is refused", () => {
    const make = (name: string): { certificate: string; key: string } => {
      const key = join(directory, `${name}.key`);
      const certificate = join(directory, `${name}.pem`);
      const request = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=localhost",
      ];
      execFileSync("openssl", [...request, "-keyout", key, "-out", certificate], { stdio: "ignore" });
      return { certificate, key };
    };
    const one = make("one");
    const other = make("other");
    assert.equal(refusedVariable({ ZEGEL_TLS_CERT: one.certificate, ZEGEL_TLS_KEY: other.key }), "ZEGEL_TLS_KEY");
    assert.equal(refusedVariable({ ZEGEL_TLS_CERT: one.certificate }), "ZEGEL_TLS_KEY");
    assert.equal(refusedVariable({ ZEGEL_TLS_CERT: one.certificate, ZEGEL_TLS_KEY: one.key }), "accepted");
  });

  it("The environment goes before the file, and paths in the file start where the file is", () => {
    const file = write("zegel.env", '# ours\nZEGEL_DATA=state\nexport ZEGEL_HTTP_PORT="9001"\nZEGEL_SMTP_PORT=9002\n');
    const config = loadConfig({ ZEGEL_CONFIG: file, ZEGEL_SMTP_PORT: "9003" });
    assert.equal(config.dataDirectory, join(directory, "state"));
    assert.deepEqual([config.httpPort, config.smtpPort], [9001, 9003]);
    assert.equal(config.publicUrl, "http://localhost:9001");
    const origins = new Map(
      describeConfig(readSources({ ZEGEL_CONFIG: file, ZEGEL_SMTP_PORT: "9003" })).map((row) => [
        row.variable,
        row.origin,
      ]),
    );
    assert.equal(origins.get("ZEGEL_DATA"), `file ${file}`);
    assert.equal(origins.get("ZEGEL_SMTP_PORT"), "environment");
    assert.equal(origins.get("ZEGEL_LOG"), "default");
  });

  it("A misspelt variable is refused in the file and warned of in the environment", () => {
    assert.equal(refusedVariable({ ZEGEL_CONFIG: write("typo.env", "ZEGEL_HTP_PORT=1\n") }), "ZEGEL_CONFIG");
    assert.equal(refusedVariable({ ZEGEL_CONFIG: write("noise.env", "just words\n") }), "ZEGEL_CONFIG");
    const raw = readSources({ ZEGEL_HTP_PORT: "1" });
    assert.match(
      configWarnings(loadConfig({}), raw).join(),
      /ZEGEL_HTP_PORT is not a setting of Zegel; the nearest is ZEGEL_HTTP_PORT/,
    );
  });

  it("The smarthost must encrypt, unless it is this machine or says otherwise", () => {
    const smarthost = (text: string) => loadConfig({ ZEGEL_SMARTHOST: text }).smarthost;
    assert.partialDeepStrictEqual(smarthost("smtp://mail.example.nl:587"), {
      port: 587,
      requireTls: true,
      implicitTls: false,
    });
    assert.partialDeepStrictEqual(smarthost("smtp://mail.example.nl?tls=optional"), { port: 25, requireTls: false });
    assert.partialDeepStrictEqual(smarthost("smtp://127.0.0.1:2525"), { requireTls: false });
    assert.partialDeepStrictEqual(smarthost("smtps://a%40b:p%20w@mail.example.nl"), {
      port: 465,
      implicitTls: true,
      user: "a@b",
      password: "p w",
    });
  });

  it("Passwords inside addresses are masked wherever values are shown", () => {
    assert.equal(masked("postgres://me:hunter2@db/zegel"), "postgres://me:***@db/zegel");
    assert.equal(
      masked("postgres://db/zegel?password=hunter2&sslmode=require"),
      "postgres://db/zegel?password=***&sslmode=require",
    );
    const shown = JSON.stringify(
      describeConfig(
        readSources({
          ZEGEL_DATABASE_URL: "postgres://me:hunter2@db/zegel",
          ZEGEL_SMARTHOST: "smtps://me:hunter2@mail.example.nl",
        }),
      ),
    );
    assert.doesNotMatch(shown, /hunter2/);
    assert.match(shown, /smtps:\/\/me:\*\*\*@mail/);
  });

  it("A refusal never repeats a value that may hold a password", () => {
    assert.throws(
      () => loadConfig({ ZEGEL_DATABASE_URL: "mysql://me:hunter2@db/zegel" }),
      (error: Refusal) => !JSON.stringify(error.details).includes("hunter2"),
    );
  });

  it("Once read, what is secret is out of the environment, and the rest is still there", () => {
    const environment = {
      ZEGEL_DATABASE_URL: "postgres://me:hunter2@db/zegel",
      ZEGEL_SMARTHOST: "smtps://me:hunter2@mail.example.nl",
      ZEGEL_HTTP_PORT: "8026",
      PATH: "/usr/bin",
    };
    forgetSecrets(environment);
    assert.deepEqual(environment, { ZEGEL_HTTP_PORT: "8026", PATH: "/usr/bin" });
  });

  it("The page docs/configuration.md is what the table says", () => {
    assert.equal(readFileSync(join(programDirectory, "docs/configuration.md"), "utf8"), configurationPage());
  });
});
