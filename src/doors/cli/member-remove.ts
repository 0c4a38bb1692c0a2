import { stateCommand } from "./member-state.ts";

export const command = stateCommand("remove", "removed", "removes a member for good; keys are revoked");
