/** @jsxImportSource preact */
import "../parts/colours.css";
import "./guest.css";
import { render } from "preact";
import { CheckPage } from "./check-page.tsx";
import { linkIdOf, takeSecret } from "./link.ts";
import { Page } from "./page.tsx";

const place = document.querySelector("#page")!;
const show = (secret: string | undefined): void => {
  render(null, place);
  render(<Page linkId={linkIdOf(location.pathname)} secret={secret} />, place);
};

if (location.pathname === "/check") render(<CheckPage />, place);
else {
  show(takeSecret());
  addEventListener("hashchange", () => {
    const secret = takeSecret();
    if (secret !== undefined) show(secret);
  });
}
