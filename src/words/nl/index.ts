import { mail } from "./mail.ts";
import { notifications } from "./notifications.ts";
import { operation } from "./operation.ts";
import { pages } from "./pages.ts";
import { refusals } from "./refusals.ts";

export const dutch = { ...refusals, ...operation, ...pages, ...mail, ...notifications };
