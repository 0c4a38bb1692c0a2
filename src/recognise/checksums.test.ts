import assert from "node:assert/strict";
import { test } from "node:test";
import {
  passesBelgianTwelve,
  passesElevenTest,
  passesEnterprise,
  passesLuhn,
  passesNationalNumber,
  remainder97,
  rizivModulus,
} from "./checksums.ts";

const digits = (text: string): Uint8Array => Uint8Array.from(text.replaceAll(/\D/g, ""), Number);
const units = (text: string): number[] => [...text].map((each) => each.charCodeAt(0));
const iban = (text: string): number => remainder97(units(text.slice(4) + text.slice(0, 4)), 0, text.length);

test("The 11-test takes the test numbers of the government, and not nine zeros or one digit more", () => {
  for (const good of ["111222333", "123456782", "999999990"]) assert.ok(passesElevenTest(digits(good)), good);
  for (const bad of ["000000000", "111222334", "123456789", "123456783"])
    assert.ok(!passesElevenTest(digits(bad)), bad);
});

test("A Belgian national number counts before and after 2000, as BIS number, and with an unknown birthday", () => {
  for (const good of ["85.07.30-033.28", "17.07.30-033.84", "40.00.00-953.81", "93.05.18-223.61", "93051822361"])
    assert.ok(passesNationalNumber(digits(good)), good);
  for (const bad of ["85.07.30-033.29", "17.07.30-033.28", "85.13.30-033.28", "00.00.00-000.97", "93051822362"])
    assert.ok(!passesNationalNumber(digits(bad)), bad);
});

test("A Belgian enterprise number and a Belgian account have their own remainders by 97", () => {
  for (const good of ["0403.170.701", "0202.239.951", "0417.497.106"]) assert.ok(passesEnterprise(digits(good)), good);
  for (const bad of ["0403.170.702", "0000.000.097", "2403.170.701"]) assert.ok(!passesEnterprise(digits(bad)), bad);
  assert.ok(passesBelgianTwelve(digits("539-0075470-34")));
  assert.ok(!passesBelgianTwelve(digits("539-0075470-35")));
});

test("An IBAN leaves 1 by 97, as the examples of the registry do", () => {
  for (const good of [
    "NL91ABNA0417164300",
    "BE68539007547034",
    "DE89370400440532013000",
    "GB82WEST12345698765432",
    "FR1420041010050500013M02606",
  ])
    assert.equal(iban(good), 1, good);
  assert.notEqual(iban("NL91ABNA0417164301"), 1);
  assert.equal(remainder97(units("12-4"), 0, 4), -1);
});

test("Cards pass Luhn, as the numbers for testing do", () => {
  for (const good of ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "30569309025904"])
    assert.ok(passesLuhn(digits(good), good.length), good);
  assert.ok(!passesLuhn(digits("4111111111111112"), 16));
});

test("A RIZIV number tells by which of the two numbers it was divided", () => {
  const first = 123_456;
  assert.equal(rizivModulus(digits(`123456${97 - (first % 97)}001`)), 97);
  assert.equal(rizivModulus(digits(`123456${String(89 - (first % 89)).padStart(2, "0")}001`)), 89);
  assert.equal(rizivModulus(digits("12345600001")), undefined);
});
