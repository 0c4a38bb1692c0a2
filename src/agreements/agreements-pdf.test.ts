import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { extractText } from "#/extraction/index.ts";

import { openMailTest, type MailTest } from "../../tests/support/mail.ts";
import { agreementsPdf, describeVersion, putInForce } from "./index.ts";

let test: MailTest;
before(async () => {
  test = await openMailTest();
  const text = `version: 1
name: Praktijk
triggers:
  - name: dossier
    when: { keywords: [dossier] }
    action: secure
    verification: sms
`;
  await putInForce(test.app, test.sender, { text, after: 0 });
});
after(() => test?.close());

it("The agreements come as a PDF file that says what the page says, in each language", async () => {
  for (const language of ["nl", "en", "fr", "de"] as const) {
    const { version, bytes } = await agreementsPdf(test.app, test.sender, { language });
    assert.equal(version, 1);
    async function* content() {
      yield bytes;
    }
    const { parts } = await extractText(content(), { name: "a.pdf" });
    const squeezed = (text: string): string => text.replaceAll(/\s+/g, "");
    const read = squeezed(parts.map(({ text }) => text).join("\n"));
    const { sections } = await describeVersion(test.app, test.sender, { language });
    for (const { heading, lines } of sections)
      for (const line of [heading, ...lines]) assert.ok(read.includes(squeezed(line)), `${language}: ${line}`);
  }
  await assert.rejects(agreementsPdf(test.app, test.sender, { version: 9 }), { code: "agreements.version_absent" });
});
