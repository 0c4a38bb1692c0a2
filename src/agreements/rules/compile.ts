import type { AgreementException, Agreements, AgreementTrigger } from "../../contract/index.ts";
import { type CompiledCondition, compileCondition } from "./conditions.ts";
import { addressKey, domainMatcher } from "./domains.ts";
import type { Besides } from "./strictness.ts";

export interface CompiledTrigger extends CompiledCondition {
  readonly trigger: AgreementTrigger;
  readonly scope: Agreements["scope"];
}

export interface CompiledException {
  readonly exception: AgreementException;
  /** Whether it is for this recipient; both forms of the address as for comparing. */
  readonly isFor: (address: string, domain: string) => boolean;
}

export interface Compiled {
  readonly triggers: readonly CompiledTrigger[];
  /** By the name of the trigger that they keep from counting. */
  readonly exceptions: ReadonlyMap<string, readonly CompiledException[]>;
  readonly besides: Besides;
  /** Groups by address. */
  readonly groupsOf: (address: string) => ReadonlySet<string>;
}

function compileException(exception: AgreementException): CompiledException {
  const { domains, addresses } = exception;
  const isAmong = domains ? domainMatcher(domains) : () => false;
  const named = new Set(addresses?.map(addressKey));
  const isEverybody = !domains && !addresses;
  return { exception, isFor: (address, domain) => isEverybody || named.has(address) || isAmong(domain) };
}

function compileNow(agreements: Agreements): Compiled {
  const exceptions = new Map<string, CompiledException[]>();
  for (const exception of agreements.exceptions.map(compileException))
    for (const name of new Set(exception.exception.triggers))
      exceptions.set(name, [...(exceptions.get(name) ?? []), exception]);
  const groups = new Map<string, Set<string>>();
  for (const [group, people] of Object.entries(agreements.groups))
    for (const person of people) {
      const key = addressKey(person);
      groups.set(key, (groups.get(key) ?? new Set()).add(group));
    }
  const none: ReadonlySet<string> = new Set();
  return {
    triggers: agreements.triggers.map((trigger) => ({
      trigger,
      scope: trigger.scope ?? agreements.scope,
      ...compileCondition(trigger.when),
    })),
    exceptions,
    besides: { ways: [...new Set(agreements.relay.direct)].toSorted(), for: new Set(agreements.relay.for) },
    groupsOf: (address) => groups.get(address) ?? none,
  };
}

const compiled = new WeakMap<Agreements, Compiled>();

/** The agreements made ready to be asked; done once for each. They must not be changed afterwards. */
export function compile(agreements: Agreements): Compiled {
  const known = compiled.get(agreements);
  if (known) return known;
  const made = compileNow(agreements);
  compiled.set(agreements, made);
  return made;
}
