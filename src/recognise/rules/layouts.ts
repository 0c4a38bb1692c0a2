import type { Reading } from "../reading.ts";
import type { Cluster } from "./cluster.ts";

/** Looks at the first `count` groups of a cluster, whose lengths are one of those that it is registered for. */
export type NumberRule = (reading: Reading, cluster: Cluster, count: number) => void;
/** Lengths of groups, and what such a number may be. */
export type Layouts = readonly (readonly [NumberRule, ...(readonly number[])[]])[];
