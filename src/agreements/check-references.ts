import { type Agreements, knownProcesses } from "#/contract/index.ts";
import type { Problem, ProblemCode } from "./problems.ts";
import type { ReadYaml } from "./read-yaml.ts";

type Path = readonly (string | number)[];

/** What a schema can't see: names that mean nothing, and rules that contradict themselves. */
export function checkReferences(agreements: Agreements, yaml: ReadYaml): Problem[] {
  const problems: Problem[] = [];
  const add = (path: Path, code: ProblemCode, more: Partial<Problem> = {}): void =>
    void problems.push({ ...yaml.placeOf(path), code, ...more });

  const groups = Object.keys(agreements.groups);
  const processes = [...knownProcesses, ...Object.keys(agreements.processes)];
  const names = agreements.triggers.map(({ name }) => name);
  const known = (path: Path, wanted: readonly string[] | undefined, choices: readonly string[]): void =>
    wanted?.forEach((found, index) => {
      if (!choices.includes(found)) add([...path, index], "name_unknown", { found, choices: choices.slice(0, 30) });
    });
  const once = (list: "triggers" | "exceptions"): void =>
    agreements[list].forEach(({ name }, index, all) => {
      const isTaken = list === "triggers" && ["default", "wish", "misaddressing"].includes(name);
      if (isTaken || all.findIndex((other) => other.name === name) < index)
        add([list, index, "name"], "name_twice", { found: name });
    });

  once("triggers");
  once("exceptions");
  for (const [index, { when, action, verification }] of agreements.triggers.entries()) {
    const path = ["triggers", index] as const;
    const { recipients, attachments } = when;
    const isEmpty = Object.keys(when).length === 0;
    if (isEmpty || (recipients && !recipients.domains && !recipients.otherThan))
      add([...path, "when"], "condition_missing");
    if (attachments && !attachments.kinds && attachments.largerThanMb === undefined)
      add([...path, "when", "attachments"], "condition_missing");
    known([...path, "when", "senders"], when.senders, groups);
    known([...path, "when", "process"], when.process, processes);
    if (verification !== undefined && action !== "secure" && action !== "hold")
      add([...path, "verification"], "check_out_of_place");
  }
  for (const [index, { triggers, senders }] of agreements.exceptions.entries()) {
    known(["exceptions", index, "triggers"], triggers, [...names, "default"]);
    known(["exceptions", index, "senders"], senders, groups);
  }
  known(["relay", "for"], agreements.relay.for, [...names, "default"]);
  const { approvers, standIns } = agreements.approval;
  const holding = agreements.triggers.findIndex(({ action }) => action === "hold");
  const isHeld = holding >= 0 || Object.values(agreements.misaddressing).includes("hold");
  if (isHeld && approvers.length === 0)
    add(holding >= 0 ? ["triggers", holding, "action"] : ["misaddressing"], "approver_missing");
  standIns.forEach((found, index) => {
    if (approvers.includes(found)) add(["approval", "standIns", index], "standin_is_approver", { found });
  });
  return problems;
}
