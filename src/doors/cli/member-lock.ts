import { stateCommand } from "./member-state.ts";

export const command = stateCommand("lock", "locked", "locks a member out at once; sessions and app passwords end");
