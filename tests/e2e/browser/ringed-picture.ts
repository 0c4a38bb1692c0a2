import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { programDirectory } from "#/config.ts";

/** Around what the reader should look for. */
const ring = `(box) => {
  const ring = document.createElement("div");
  ring.id = "guide-ring";
  Object.assign(ring.style, { position: "fixed", zIndex: "99999", pointerEvents: "none", border: "3px solid #d9480f",
    borderRadius: "10px", left: box.x - 7 + "px", top: box.y - 7 + "px", width: box.width + 14 + "px",
    height: box.height + 14 + "px", boxSizing: "border-box" });
  document.body.append(ring);
}`;

/** How much of the page: all of its width, unless another part is meant. In pixels. */
export interface PagePart {
  readonly height: number;
  readonly x?: number;
  readonly width?: number;
}

/** A picture for a guide: the part of the page around what the step is about, with a ring around that. */
export async function takeRinged(page: Page, target: Locator, name: string, part: PagePart): Promise<void> {
  const { height } = part;
  await target.waitFor();
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  await page.mouse.move(0, 0);
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  const view = page.viewportSize();
  if (!box || !view) throw new Error(`${name}: there is nothing to point at`);
  if (box.y + box.height > view.height || box.y < 0) throw new Error(`${name}: out of view`);
  await page.evaluate(`(${ring})(${JSON.stringify(box)})`);
  const y = Math.max(0, Math.min(box.y + box.height / 2 - height / 2, view.height - height));
  await page.screenshot({
    path: join(programDirectory, "docs/pictures", `${name}.png`),
    animations: "disabled",
    clip: { x: part.x ?? 0, y, width: part.width ?? view.width, height },
  });
  await page.evaluate(`document.getElementById("guide-ring").remove()`);
}
