import { createPrivateKey, createPublicKey, generateKeyPair } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { dayMs, Refusal } from "#/kernel/index.ts";
import { createFile, destroyFile, ensureDirectory, fileNames, readFile } from "./secret-files.ts";

/** What a domain's mail is signed with. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM, PKCS #8, RSA of 2048 bits. */
  readonly privateKey: string;
  /** As it stands in DNS behind `p=`: SubjectPublicKeyInfo in Base64. */
  readonly publicKey: string;
}

/** One key of a domain, as others are told of it. */
export interface DkimKeyState {
  readonly selector: string;
  readonly publicKey: string;
  /** `waiting`: to be published, signs nothing yet. `old`: signs nothing any more, and others may still check by it. */
  readonly state: "in-use" | "waiting" | "old";
  /** Of an old one: until then its record has to stay in DNS. */
  readonly publishedUntil?: Date;
}

const domainPattern = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const selectorPattern = /^z\d{8}[b-z]?$/;
/** `use-20260601T101500000Z-z20260601`: from that moment on this key signs. */
const usePattern = /^use-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(z\d{8}[b-z]?)$/;
const rsaBits = 2048;
const generate = promisify(generateKeyPair);
/** How long another process may go on signing with the key that was in use. */
const noticedWithinMs = 10_000;
/** Mail lies in queues for up to a week, and some mail programs check when it is read. */
export const dkimKeptMs = 14 * dayMs;

interface Use {
  readonly selector: string;
  readonly from: Date;
}

interface Known {
  readonly key: DkimKey;
  readonly readAtMs: number;
}

/**
 * One file for each domain and selector (`dkim/example.nl/z20260501`), and an empty one for each change of the key in
 * use; nothing is ever written over, so several processes need no lock. Without a change the oldest key is in use.
 */
export class DkimKeys {
  readonly #directory: string;
  readonly #known = new Map<string, Known>();

  constructor(directory: string) {
    this.#directory = join(directory, "dkim");
    ensureDirectory(this.#directory);
  }

  /** The key in use; made at the first call for a domain. Durable when it resolves. */
  async key(domain: string, now: Date): Promise<DkimKey> {
    const known = this.#known.get(domain);
    if (known && performance.now() - known.readAtMs < noticedWithinMs) return known.key;
    if (this.#selectors(domain).length === 0) await this.#make(domain, now);
    const key = this.#load(domain, this.#uses(domain).at(-1)!.selector);
    this.#known.set(domain, { key, readAtMs: performance.now() });
    return key;
  }

  /** All keys of the domain, oldest first; the first one is made where there is none. */
  async list(domain: string, now: Date): Promise<DkimKeyState[]> {
    const inUse = await this.key(domain, now);
    const uses = this.#uses(domain);
    return this.#selectors(domain).map((selector) => {
      const { publicKey } = this.#load(domain, selector);
      if (selector === inUse.selector) return { selector, publicKey, state: "in-use" };
      const until = publishedUntil(uses, selector);
      return { selector, publicKey, ...(until ? { state: "old", publishedUntil: until } : { state: "waiting" }) };
    });
  }

  /** A further key that signs nothing until it is put to use; one that waits already is given again. */
  async add(domain: string, now: Date): Promise<DkimKeyState> {
    const waiting = (await this.list(domain, now)).find(({ state }) => state === "waiting");
    if (waiting) return waiting;
    const selector = await this.#make(domain, now);
    return { selector, publicKey: this.#load(domain, selector).publicKey, state: "waiting" };
  }

  /**
   * From now on this key signs: here at once, in other processes within ten seconds. An earlier one can be put back.
   * @throws Refusal `secrets.dkim_selector_unknown`
   */
  async use(domain: string, selector: string, now: Date): Promise<void> {
    const inUse = await this.key(domain, now);
    if (!this.#selectors(domain).includes(selector))
      throw new Refusal("absent", "secrets.dkim_selector_unknown", { selector });
    if (inUse.selector === selector) return;
    createFile(join(this.#directory, domain, `use-${now.toISOString().replaceAll(/[-:.]/g, "")}-${selector}`), "");
    this.#known.delete(domain);
  }

  /** Destroys old keys by which nobody has to check any more; gives their selectors. */
  async tidy(domain: string, now: Date): Promise<string[]> {
    const gone = (await this.list(domain, now))
      .filter(({ publishedUntil: until }) => until !== undefined && until <= now)
      .map(({ selector }) => selector);
    for (const selector of gone) destroyFile(join(this.#directory, domain, selector));
    return gone;
  }

  /** Another process may be first with the same name: then its key counts. */
  async #make(domain: string, now: Date): Promise<string> {
    const { privateKey } = await generate("rsa", { modulusLength: rsaBits });
    const day = `z${now.toISOString().slice(0, 10).replaceAll("-", "")}`;
    const there = this.#selectors(domain).filter((selector) => selector.startsWith(day));
    const selector = there.length === 0 ? day : `${day}${String.fromCodePoint(0x61 + there.length)}`;
    if (!selectorPattern.test(selector)) throw new Refusal("conflict", "secrets.dkim_too_many");
    createFile(join(this.#directory, domain, selector), String(privateKey.export({ type: "pkcs8", format: "pem" })));
    return selector;
  }

  #names(domain: string): string[] {
    if (!domainPattern.test(domain)) throw new TypeError("not a domain");
    const directory = join(this.#directory, domain);
    ensureDirectory(directory);
    return fileNames(directory);
  }

  #selectors(domain: string): string[] {
    return this.#names(domain).filter((name) => selectorPattern.test(name));
  }

  /** In the order of time, the first key's from the beginning; only of keys that are there. */
  #uses(domain: string): Use[] {
    const names = this.#names(domain);
    const selectors = names.filter((name) => selectorPattern.test(name));
    const changes = names.flatMap((name) => {
      const [, year, month, day, hour, minute, second, milliseconds, selector] = usePattern.exec(name) ?? [];
      if (selector === undefined) return [];
      return [{ selector, from: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`) }];
    });
    return [{ selector: selectors[0]!, from: new Date(0) }, ...changes].filter((use) =>
      selectors.includes(use.selector),
    );
  }

  #load(domain: string, selector: string): DkimKey {
    const file = `${domain}/${selector}`;
    const text = readFile(join(this.#directory, domain, selector));
    if (text === undefined) throw new Refusal("unavailable", "secrets.incomplete", { file });
    return { domain, selector, privateKey: text, publicKey: publicKeyOf(text, file) };
  }
}

/** Undefined for a key that never signed. */
function publishedUntil(uses: readonly Use[], selector: string): Date | undefined {
  const last = uses.findLastIndex((use) => use.selector === selector);
  const next = last < 0 ? undefined : uses[last + 1];
  return next && new Date(next.from.getTime() + dkimKeptMs);
}

function publicKeyOf(pem: string, file: string): string {
  try {
    return createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "der" }).toString("base64");
  } catch {
    throw new Refusal("unavailable", "secrets.damaged", { file });
  }
}
