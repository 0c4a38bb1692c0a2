import { createPrivateKey, createPublicKey, generateKeyPair } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { Refusal } from "#/kernel/index.ts";
import { createFile, ensureDirectory, fileNames, readFile } from "./secret-files.ts";

/** What a domain's mail is signed with. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM, PKCS #8, RSA of 2048 bits. */
  readonly privateKey: string;
  /** As it stands in DNS behind `p=`: SubjectPublicKeyInfo in Base64. */
  readonly publicKey: string;
}

const domainPattern = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const selectorPattern = /^z\d{8}$/;
const rsaBits = 2048;
const generate = promisify(generateKeyPair);

/** One file for each domain and selector: `dkim/example.nl/z20260501`. The newest selector is the one in use. */
export class DkimKeys {
  readonly #directory: string;
  readonly #known = new Map<string, DkimKey>();

  constructor(directory: string) {
    this.#directory = join(directory, "dkim");
    ensureDirectory(this.#directory);
  }

  /** The key in use; made at the first call for a domain. Durable when it resolves. */
  async key(domain: string, now: Date): Promise<DkimKey> {
    if (!domainPattern.test(domain)) throw new TypeError("not a domain");
    const known = this.#known.get(domain) ?? this.#read(domain);
    if (known) return known;
    const { privateKey } = await generate("rsa", { modulusLength: rsaBits });
    const selector = `z${now.toISOString().slice(0, 10).replaceAll("-", "")}`;
    // Another process may have been first: then its key counts.
    createFile(join(this.#directory, domain, selector), String(privateKey.export({ type: "pkcs8", format: "pem" })));
    return this.#read(domain)!;
  }

  #read(domain: string): DkimKey | undefined {
    const directory = join(this.#directory, domain);
    ensureDirectory(directory);
    const selector = fileNames(directory).findLast((name) => selectorPattern.test(name));
    const text = selector && readFile(join(directory, selector));
    if (!selector || !text) return undefined;
    const key = { domain, selector, privateKey: text, publicKey: publicKeyOf(text, `${domain}/${selector}`) };
    this.#known.set(domain, key);
    return key;
  }
}

function publicKeyOf(pem: string, file: string): string {
  try {
    return createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "der" }).toString("base64");
  } catch {
    throw new Refusal("unavailable", "secrets.damaged", { file });
  }
}
