import type { Locator, Page } from "playwright-core";
import { until } from "../../support/until.ts";

/** Words as they are read: whoever looks doesn't see which kind of space is between them. */
function asRead(words: string, { whole }: { readonly whole: boolean }): RegExp {
  const escaped = words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^\\s*${escaped.replaceAll(/\s+/g, String.raw`\s+`)}${whole ? String.raw`\s*$` : ""}`);
}

/** Somebody who has never seen the product: finds things by what stands on the screen, and does one thing at a time. */
export class Stranger {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  private async first(found: Locator): Promise<Locator> {
    const visible = found.filter({ visible: true }).first();
    await visible.waitFor();
    return visible;
  }

  /** Presses what looks as if it could be pressed and says so. */
  async press(label: string): Promise<void> {
    const exact = { name: asRead(label, { whole: true }) };
    const window = this.page.getByRole("dialog");
    const front = (await window.isVisible()) ? window : this.page;
    const button = front.getByRole("button", exact).or(front.getByRole("link", exact));
    await (await this.first(button.or(front.getByText(asRead(label, { whole: true }))))).click();
  }

  async write(label: string, text: string): Promise<void> {
    // A hint below a field may be read with its name.
    await (await this.first(this.page.getByLabel(asRead(label, { whole: false })))).fill(text);
  }

  async type(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async tick(label: string): Promise<void> {
    await (await this.first(this.page.getByLabel(label))).check();
  }

  async see(text: string | RegExp): Promise<void> {
    await this.first(this.page.getByText(text));
  }

  /** What is read in the letter itself. */
  async read(text: string): Promise<void> {
    await until(`a letter that says ${text}`, async () => {
      const counts = await Promise.all(this.page.frames().map((frame) => frame.getByText(text).count()));
      return counts.some((count) => count > 0);
    });
  }

  /** The first of what stands on the screen that looks so. */
  async copy(looks: RegExp): Promise<string> {
    const text = await (await this.first(this.page.getByText(looks))).innerText();
    return looks.exec(text)![0];
  }

  async attach(label: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.press(label)]);
    await chooser.setFiles(file);
  }

  async download(label: string): Promise<string> {
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.press(label)]);
    return download.suggestedFilename();
  }
}
