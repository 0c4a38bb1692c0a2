import { stateCommand } from "./member-state.ts";

export const command = stateCommand("unlock", "active", "lets a locked member in again");
