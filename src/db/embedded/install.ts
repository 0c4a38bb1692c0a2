import { findBinaries } from "./binaries.ts";

// Run once after each install by the launcher, so that a checkout which another user may only read is complete.
findBinaries();
