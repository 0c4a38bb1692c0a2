import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** For tests in which nobody submits mail by SMTP. */
export const pagesOnly = { ZEGEL_DOORS: "http,worker" } as const;
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
export const desk = { viewport: { width: 1280, height: 860 } } as const;

const openContexts = new Set<BrowserContext>();

/** What somebody who looks at the open pages sees, and what the pages last asked for: for whoever mends a failed test. */
export async function describeOpenPages(): Promise<string[]> {
  const pages = [...openContexts].flatMap((context) => context.pages());
  return Promise.all(
    pages.map(async (page) => {
      const text = await page.evaluate<string>("document.body.innerText").catch(String);
      return `${page.url()}\n${text.slice(0, 3000)}\n${(asked.get(page) ?? []).slice(-25).join("\n")}`;
    }),
  );
}
const asked = new WeakMap<Page, string[]>();

/** A real Chromium with a profile of its own, in which every page is watched. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly profileDirectory: string;
  readonly page: Page;
  /** What the consoles said that no page should say. */
  readonly complaints: string[];
  /** Addresses of other hosts that a page asked for. */
  readonly foreign: string[];
  /** Requests that change something. */
  readonly posted: string[];
  /** Fails when anything was complained about or asked from elsewhere. */
  assertClean(): void;
  /** Closes the browser; the profile stays until `remove`. */
  close(): Promise<void>;
  /** Closes the browser where a test that failed left it open: it would keep the test's process alive. */
  remove(): Promise<void>;
}

/** Refusals that a test provokes are reported by Chromium itself; they are no fault of a page. */
const isRefusal = (text: string): boolean => /^Failed to load resource: .* status of 4\d\d/.test(text);

export async function openVisitor(origin: string, options: BrowserContextOptions = desk): Promise<Visitor> {
  const profileDirectory = await mkdtemp(join(tmpdir(), "zegel-chromium-"));
  const context = await chromium.launchPersistentContext(profileDirectory, {
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    locale: "nl-NL",
    timezoneId: "Europe/Amsterdam",
    acceptDownloads: true,
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  const foreign: string[] = [];
  const posted: string[] = [];
  openContexts.add(context);
  context.on("close", () => openContexts.delete(context));
  const watch = (page: Page): void => {
    const heard: string[] = [];
    asked.set(page, heard);
    page.on("requestfailed", (request) => heard.push(`${request.method()} ${request.url()}: broken off`));
    page.on("response", (response) => {
      if (response.url().includes("/api/"))
        heard.push(`${response.request().method()} ${response.url()}: ${response.status()}`);
    });
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      const text = message.text();
      if (["error", "warning"].includes(message.type()) && !isRefusal(text)) complaints.push(`${page.url()}: ${text}`);
    });
  };
  context.on("page", watch);
  context.on("request", (request) => {
    const url = request.url();
    if (!/^(?:about|blob|data):/.test(url) && new URL(url).origin !== origin) foreign.push(url);
    if (!["GET", "HEAD"].includes(request.method())) posted.push(`${request.method()} ${new URL(url).pathname}`);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  watch(page);
  return {
    context,
    profileDirectory,
    page,
    complaints,
    foreign,
    posted,
    assertClean() {
      assert.deepEqual(foreign, [], "a page asked another host for something");
      assert.deepEqual(complaints, [], "the console complained");
    },
    close: () => context.close(),
    async remove() {
      await context.close();
      await rm(profileDirectory, { recursive: true, force: true });
    },
  };
}

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What every screen must be: reachable for everybody (axe), and no wider than its window. */
export async function inspectScreen(page: Page, name: string): Promise<void> {
  await page.evaluate(axe);
  await page.evaluate(
    "Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => undefined)",
  );
  const violations = await page.evaluate<AxeViolation[]>(
    "axe.run(document, { resultTypes: ['violations'], iframes: false }).then((result) => result.violations)",
  );
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; ")}`);
  assert.deepEqual(serious, [], `axe on ${name}`);
  const tooWide = await page.evaluate<string[]>(
    `[document.documentElement, ...document.querySelectorAll(".shell-page, .list, .mail-pane, main")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1)
      .map((each) => each.tagName + "." + each.className + " " + each.scrollWidth + " > " + each.clientWidth)`,
  );
  assert.deepEqual(tooWide, [], `width of ${name}`);
}
