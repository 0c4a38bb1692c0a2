import type { Door } from "./guest-call.ts";

/** The page in the firm's own colour, which the server made readable; through the object model, as the policy wants it. */
export function wearColours(organisation: Door["organisation"] | null | undefined): void {
  const { dataset, style } = document.documentElement;
  const colours = organisation?.colours;
  if (!colours) return void delete dataset["firm"];
  dataset["firm"] = "";
  style.setProperty("--firm-light", colours.light);
  style.setProperty("--firm-dark", colours.dark);
}
