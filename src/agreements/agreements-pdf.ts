import type { Language } from "#/contract/index.ts";
import { organisationSettings } from "#/identity/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { say } from "#/words/index.ts";
import { describeVersion } from "./describe.ts";
import type { AgreementsApp } from "./put-in-force.ts";
import { readVersions } from "./read-versions.ts";

const leftPoints = 60;
const petrol = "#1f5a66";
const grey = "#625d55";

/** The fonts of every PDF reader know Windows-1252 only; of other letters the accents go, and what is left is a question mark. */
const printable = (text: string): string =>
  text.replaceAll(/[^\x20-\x7E\u00A0-\u00FF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu, (letter) => {
    const plain = letter.normalize("NFKD").replaceAll(/\p{M}/gu, "");
    return /^[\x20-\x7E]+$/.test(plain) ? plain : "?";
  });

/**
 * A version as people read it, to hand out and to sign on paper: A4, in memory; its bounds are those of the document.
 * @throws Refusal `agreements.version_absent`.
 */
export async function agreementsPdf(
  app: Pick<AgreementsApp, "clock" | "database" | "secrets">,
  actor: MemberActor,
  asked: { readonly version?: number | undefined; readonly language?: Language | undefined },
): Promise<{ version: number; bytes: Bytes }> {
  const { language = actor.language } = asked;
  const { version, sections } = await describeVersion(app, actor, asked);
  const [{ at } = { at: new Date(0) }] = await readVersions(app, actor, [version]);
  const { name } = await app.database.inOrganisation(actor.organisationId, organisationSettings);
  // Large, and seldom wanted.
  const { default: Page } = await import("pdfkit");
  const title = say(language, "agreement-text.title");
  const info = { Title: printable(`${title} ${name}`), Producer: "Zegel", Creator: "Zegel", CreationDate: at };
  const document = new Page({ size: "A4", margin: leftPoints, info, lang: language });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => document.once("end", resolve).once("error", reject));
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "Europe/Amsterdam" }).format(at);
  document.font("Helvetica-Bold").fontSize(22).fillColor(petrol).text(printable(title));
  document.fontSize(14).fillColor("#000000").text(printable(name));
  document.font("Helvetica").fontSize(10).fillColor(grey);
  document.text(printable(say(language, "agreement-text.version", { version, day }))).moveDown();
  for (const { heading, lines } of sections) {
    document.moveDown(0.5).font("Helvetica-Bold").fontSize(13).fillColor("#000000").text(printable(heading));
    document.font("Helvetica").fontSize(11);
    for (const line of lines) document.moveDown(0.3).text(printable(line));
  }
  document
    .moveDown(2)
    .fontSize(11)
    .text(printable(say(language, "agreement-text.signed")));
  document.end();
  await ended;
  return { version, bytes: Buffer.concat(parts) };
}
