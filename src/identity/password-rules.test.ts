import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNewPassword } from "./password-rules.ts";

const own = ["anna.devries@delinde.example", "Anna de Vries", "Praktijk De Linde"];
const guessable = (password: string): void =>
  assert.throws(() => checkNewPassword(password, own), { code: "identity.password_guessable" }, password);

test("A password that others use most is refused, with whatever is put around it", () => {
  for (const password of [
    "1q2w3e4r5t6y",
    "Dragon123456!",
    "superman-2026-!",
    "2026 Liverpool 2026",
    "starwars1977!",
    "MonkeyMonkey1",
    "Wachtwoord2026!",
  ])
    guessable(password);
});

test("Rows, few different signs and one's own names are refused", () => {
  for (const password of ["123456789012", "qwertyuiop12", "aaaaabbbbbccc", "AnnadeVries2026", "PraktijkDeLinde1"])
    guessable(password);
});

test("A few ordinary words are a good password, and so is anything long that nobody uses", () => {
  for (const password of ["linde en kastanje", "nog vier gewone woorden", "paardenbloemsoep", "Xk3#pQ9z!mW2"])
    checkNewPassword(password, own);
});
