import type { Language, ReadableSection } from "#/contract/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { differences } from "./differences.ts";
import { sayProblem } from "./problems.ts";
import type { AgreementsApp } from "./put-in-force.ts";
import { readAgreements } from "./read-agreements.ts";
import { readCurrent, readVersions } from "./read-versions.ts";
import { readableAgreements } from "./readable.ts";
import { noAgreements } from "./store.ts";

type ReadApp = Pick<AgreementsApp, "clock" | "database" | "secrets">;

export interface Checked {
  readonly problems: { line: number; column: number; path: string; code: string; message: string }[];
  /** Against what is in force. */
  readonly changes: string[];
  readonly readable: ReadableSection[];
}

/** What a document would mean, before it is put in force (admins); in the admin's language. */
export async function checkDocument(app: ReadApp, actor: MemberActor, text: string): Promise<Checked> {
  assertRole(actor, "admin");
  const { language } = actor;
  const { agreements, problems } = readAgreements(text);
  if (!agreements) {
    const said = problems.map((problem) => {
      const { line, column, path, code } = problem;
      return { line, column, path, code, message: sayProblem(language, problem) };
    });
    return { problems: said, changes: [], readable: [] };
  }
  const current = await readCurrent(app, actor);
  return {
    problems: [],
    changes: differences(language, current.agreements, agreements),
    readable: readableAgreements(language, agreements),
  };
}

interface Asked {
  readonly version?: number | undefined;
  readonly language?: Language | undefined;
}

/**
 * A version as people read it, and what it changed; the one in force without a number.
 * @throws Refusal `agreements.version_absent`.
 */
export async function describeVersion(
  app: ReadApp,
  actor: MemberActor,
  { version, language = actor.language }: Asked,
): Promise<{ version: number; text: string; sections: ReadableSection[]; changes: string[] }> {
  const number = version ?? (await readCurrent(app, actor)).version;
  if (number === 0) throw new Refusal("absent", "agreements.version_absent");
  const numbers = number === 1 ? [1] : [number, number - 1];
  const [now, before] = await readVersions(app, actor, numbers);
  return {
    version: number,
    text: now!.text,
    sections: readableAgreements(language, now!.agreements),
    changes: differences(language, before?.agreements ?? noAgreements, now!.agreements),
  };
}

/** What changed from one version to another. @throws Refusal `agreements.version_absent`. */
export async function describeChanges(
  app: ReadApp,
  actor: MemberActor,
  { from, to, language = actor.language }: { from: number; to: number; language?: Language | undefined },
): Promise<{ changes: string[] }> {
  const [before, after] = await readVersions(app, actor, [from, to]);
  return { changes: differences(language, before!.agreements, after!.agreements) };
}
