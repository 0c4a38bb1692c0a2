import { addressParts, asciiDomain } from "../rules/index.ts";
import { skeleton } from "./skeleton.ts";
import type { History } from "./types.ts";

const mostAddresses = 10_000;

export interface Known {
  readonly local: string;
  readonly domain: string;
  readonly key: string;
  readonly name: string | undefined;
  readonly count: number;
}

/** A history made ready to be asked, once for each. */
export interface Prepared {
  readonly history: History;
  readonly byKey: ReadonlyMap<string, Known>;
  readonly byLength: ReadonlyMap<number, readonly Known[]>;
  readonly byLocal: ReadonlyMap<string, readonly Known[]>;
  readonly byName: ReadonlyMap<string, readonly Known[]>;
  readonly domains: ReadonlySet<string>;
  /** What each known domain looks like. */
  readonly looks: ReadonlyMap<string, string>;
}

export const nameKey = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s.,]+/gu, " ")
    .trim();

function prepareNow(history: History): Prepared {
  const known = history.addresses
    .toSorted((one, other) => other.count - one.count)
    .slice(0, mostAddresses)
    .map(({ email, name, count }) => {
      const { local, domain } = addressParts(email);
      return { local, domain, key: `${local}@${domain}`, name, count };
    });
  const domains = new Set([...history.ownDomains.map(asciiDomain), ...known.map(({ domain }) => domain)]);
  return {
    history,
    byKey: new Map(known.toReversed().map((each) => [each.key, each])),
    byLength: Map.groupBy(known, ({ key }) => key.length),
    byLocal: Map.groupBy(known, ({ local }) => local),
    byName: Map.groupBy(
      known.filter(({ name }) => name !== undefined),
      ({ name }) => nameKey(name!),
    ),
    domains,
    looks: new Map([...domains].toReversed().map((domain) => [skeleton(domain), domain])),
  };
}

const prepared = new WeakMap<History, Prepared>();

export function prepare(history: History): Prepared {
  const known = prepared.get(history);
  if (known) return known;
  const made = prepareNow(history);
  prepared.set(history, made);
  return made;
}
