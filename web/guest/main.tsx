/** @jsxImportSource preact */
import "../parts/colours.css";
import "./guest.css";
import { render } from "preact";
import { CheckPage } from "./check-page.tsx";
import { linkIdOf, takeSecret } from "./link.ts";
import { preferredLanguage } from "../parts/languages.ts";
import { Page } from "./page.tsx";
import { loadWords } from "./words.ts";

const place = document.querySelector("#page")!;
const show = (secret: string | undefined): void => {
  render(null, place);
  render(<Page linkId={linkIdOf(location.pathname)} secret={secret} />, place);
};

const isCheck = location.pathname === "/check";
// Before anything is waited for: the secret leaves the address bar at once.
const secret = isCheck ? undefined : takeSecret();
await loadWords(preferredLanguage());
if (isCheck) render(<CheckPage />, place);
else {
  show(secret);
  addEventListener("hashchange", () => {
    const next = takeSecret();
    if (next !== undefined) show(next);
  });
}
