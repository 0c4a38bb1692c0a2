import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenRange, contentDisposition, safeFileName, safeType } from "./download.ts";

test("A browser is told the type of a file only when it can't run it", () => {
  assert.equal(safeType("application/pdf"), "application/pdf");
  assert.equal(safeType("Text/Plain; charset=utf-8"), "text/plain");
  for (const type of ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "text/xml", ""]) {
    assert.equal(safeType(type), "application/octet-stream");
  }
});

test("A file name is never a path, a device, a hidden file or a disguise", () => {
  assert.equal(safeFileName("../../etc/passwd"), "_.._etc_passwd");
  assert.equal(safeFileName("C:\\Windows\\cmd.exe"), "C__Windows_cmd.exe");
  assert.equal(safeFileName("con.txt"), "_con.txt");
  assert.equal(safeFileName("invoice\u202Efdp.exe"), "invoicefdp.exe");
  assert.equal(safeFileName('a"b\r\nSet-Cookie: x=1.txt'), "a_bSet-Cookie_ x=1.txt");
  assert.equal(safeFileName(" .. "), "file");
  assert.equal(safeFileName("\u0000"), "file");
  assert.equal(safeFileName(`${"é".repeat(400)}.docx`), `${"é".repeat(145)}.docx`);
});

test("A name in any script reaches new and old clients", () => {
  assert.equal(
    contentDisposition("Café (définitif).pdf"),
    "attachment; filename=\"Cafe (definitif).pdf\"; filename*=UTF-8''Caf%C3%A9%20%28d%C3%A9finitif%29.pdf",
  );
  assert.equal(
    contentDisposition("契約書.pdf"),
    "attachment; filename=\"___.pdf\"; filename*=UTF-8''%E5%A5%91%E7%B4%84%E6%9B%B8.pdf",
  );
  assert.match(contentDisposition("100%\\.txt"), /filename="100__\.txt"/);
});

test("A download continues where it broke off", () => {
  assert.deepEqual(chosenRange(undefined, 1000), { start: 0, end: 1000 });
  assert.deepEqual(chosenRange("bytes=0-0", 1000), { start: 0, end: 1 });
  assert.deepEqual(chosenRange("bytes=400-", 1000), { start: 400, end: 1000 });
  assert.deepEqual(chosenRange("bytes=400-5000", 1000), { start: 400, end: 1000 });
  assert.deepEqual(chosenRange("bytes=-10", 1000), { start: 990, end: 1000 });
  assert.deepEqual(chosenRange("bytes=-5000", 1000), { start: 0, end: 1000 });
});

test("A range outside the file is refused; one in another form is passed over", () => {
  assert.equal(chosenRange("bytes=1000-", 1000), undefined);
  assert.equal(chosenRange("bytes=-0", 1000), undefined);
  assert.equal(chosenRange("bytes=0-", 0), undefined);
  for (const header of ["bytes=5-2", "bytes=0-1,5-6", "items=0-5", "bytes=-", "bytes=a-b", "bytes=0x10-"]) {
    assert.deepEqual(chosenRange(header, 1000), { start: 0, end: 1000 }, header);
  }
});
