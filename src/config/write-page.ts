import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationPage } from "./describe.ts";
import { programDirectory } from "./sources.ts";

writeFileSync(join(programDirectory, "docs/configuration.md"), configurationPage());
