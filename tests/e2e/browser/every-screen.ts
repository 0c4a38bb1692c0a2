import type { BrowserContext, Page, Request } from "playwright-core";
import { until } from "../../support/until.ts";
import { codeNow } from "./firm.ts";

/** A screen: where it is, and what to do there before it is looked at. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly reach?: (page: Page) => Promise<void>;
}

const openFirst = async (page: Page): Promise<void> => {
  await page.locator(".list a[href]").first().click();
  await page.locator(".conversation[aria-busy=false] .letter").first().waitFor();
};

/** Gives what waits until a page has its heading, and an answer to everything that it asked for. */
export function watchAnswers(page: Page): () => Promise<void> {
  const asked = new Set<Request>();
  page.on("request", (request) => void asked.add(request));
  page.on("requestfinished", (request) => void asked.delete(request));
  page.on("requestfailed", (request) => void asked.delete(request));
  return async () => {
    await page.locator("h1:visible, h2:visible").first().waitFor();
    await until("the answers to a page", () => asked.size === 0);
    await page.locator("[aria-busy=true]").first().waitFor({ state: "hidden" });
  };
}

/** Every screen that a signed-in admin can reach by its address. */
export const memberScreens: readonly Screen[] = [
  ...["inbox", "sent", "archive", "trash", "all", "drafts", "scheduled"].map((folder) => ({
    name: folder,
    path: `/mail/${folder}`,
  })),
  { name: "new message", path: "/mail/inbox/new" },
  { name: "conversation", path: "/mail/sent", reach: openFirst },
  { name: "folders", path: "/files" },
  { name: "trash of folders", path: "/files/trash" },
  { name: "folder", path: "/files", reach: (page) => page.locator(".rows a").first().click() },
  ...[
    "writing",
    "contacts",
    "account",
    "members",
    "groups",
    "mailboxes",
    "stand-in",
    "app-passwords",
    "settings",
    "webhooks",
    "domain",
    "installation",
    "audit",
    "more",
  ].map((name) => ({ name, path: `/${name}` })),
  { name: "not there", path: "/no/such/page" },
];

/** Signs somebody of the demonstration in, with a second factor of their own. */
export async function enterDemo(context: BrowserContext, url: string, email: string, password: string): Promise<void> {
  const post = async <T>(path: string, data: object, token?: string): Promise<T> => {
    const headers = { origin: url, ...(token === undefined ? {} : { "x-zegel-token": token }) };
    const answer = await context.request.post(`${url}${path}`, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { token } = await post<{ token: string }>("/api/login", { email, password });
  const { secret } = await post<{ secret: string }>("/api/login/enrol", {}, token);
  await post("/api/login/enrol/confirm", { code: codeNow(secret) }, token);
  await context.addInitScript(`localStorage.setItem("zegel.signed-in", "1")`);
}
