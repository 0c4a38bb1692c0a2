import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

const directory = process.env["ZEGEL_SHOTS"];

/** For people who look at the pages afterwards: light and dark, in the directory that `ZEGEL_SHOTS` names; else nothing. */
export async function shootScreen(page: Page, name: string): Promise<void> {
  if (!directory) return;
  await mkdir(directory, { recursive: true });
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({
      path: join(directory, `${name}-${colorScheme}.png`),
      fullPage: true,
      animations: "disabled",
    });
  }
}
