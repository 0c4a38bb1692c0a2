/*
 * npm run bill: writes what Zegel is made of, from the lockfile: `bill-of-materials.cdx.json` (CycloneDX 1.5, as npm
 * makes it, without time and serial number, so that it changes only when the lockfile does) and `licences.md`.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Component, licenceOf } from "./licences.ts";
import { installedToRun } from "./lockfile.ts";

interface Part extends Component {
  readonly "bom-ref": string;
}

interface Bill {
  serialNumber?: string;
  metadata: { timestamp?: string; tools?: unknown; component: { name: string } };
  components: Part[];
  dependencies: { ref: string }[];
}

/** All that npm knows; it leaves out too much where a package is used both to run and to test. */
function readBill(): Bill {
  const args = ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"];
  const cli = process.env["npm_execpath"];
  const [program, ...first] = cli ? [process.execPath, cli] : ["npm"];
  const text = execFileSync(program!, [...first, ...args], {
    cwd: join(import.meta.dirname, ".."),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text) as Bill;
}

/** Without what only builds and tests, and without what changes at every run. */
function settled(bill: Bill): Bill {
  const kept = new Set(installedToRun().map(({ name, version }) => `${name}@${version}`));
  delete bill.serialNumber;
  delete bill.metadata.timestamp;
  delete bill.metadata.tools;
  bill.metadata.component.name = "zegel";
  bill.components = bill.components.filter((part) => kept.has(`${part.name}@${part.version}`));
  const refs = new Set(bill.components.map((part) => part["bom-ref"]));
  bill.dependencies = bill.dependencies.filter(({ ref }) => refs.has(ref));
  return bill;
}

function report(bill: Bill): string {
  const licences = Map.groupBy(bill.components, licenceOf);
  const rows = [...licences]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([licence, packages]) => {
      const names = [...new Set(packages.map(({ name, version }) => `${name} ${version}`))].toSorted();
      return `| ${licence} | ${names.length} | ${names.join(", ")} |`;
    });
  return [
    "# Licences of what Zegel is made of",
    "",
    "Written by `npm run bill` from the lockfile. Zegel itself is under the EUPL-1.2. Nothing that binds those who use it",
    "(GPL, AGPL, SSPL) is linked in; a test holds that.",
    "",
    "| licence | packages | which |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

const bill = settled(readBill());
writeFileSync(join(import.meta.dirname, "bill-of-materials.cdx.json"), `${JSON.stringify(bill, null, 1)}\n`);
writeFileSync(join(import.meta.dirname, "licences.md"), report(bill));
