export { configFrom, configWarnings, forgetSecrets, loadConfig } from "./config/load.ts";
export type { Config } from "./config/load.ts";
export { describeConfig, masked } from "./config/describe.ts";
export type { DescribedValue } from "./config/describe.ts";
export { isLoopbackHost } from "./config/schemas.ts";
export type { DoorName, LogLevel, SmarthostSetting } from "./config/schemas.ts";
export { programDirectory, programVersion, readSources } from "./config/sources.ts";
