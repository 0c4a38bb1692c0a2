import assert from "node:assert/strict";
import { test } from "node:test";
import { linked } from "./outbox.ts";

test("In a mail that is shown, addresses can be followed, to their last character", () => {
  const address = "https://mail.tulp.example/m/0198c5f2-0000-7000-8000-000000000000#A-b_9";
  assert.equal(linked(`Open ${address}.`), `Open <a href="${address}">${address}</a>.`);
  assert.equal(
    linked("http://localhost:8025/mail"),
    '<a href="http://localhost:8025/mail">http://localhost:8025/mail</a>',
  );
});

test("Nothing in a mail that is shown becomes part of the page", () => {
  assert.equal(
    linked(`<script>x</script> "a" & 'b'`),
    "&lt;script&gt;x&lt;/script&gt; &quot;a&quot; &amp; &#39;b&#39;",
  );
  assert.equal(linked("javascript:alert(1) data:text/html,x"), "javascript:alert(1) data:text/html,x");
  const tricky = linked('https://a.example/"onclick=x https://b.example/<b>');
  assert.doesNotMatch(tricky, /href="[^"]*"onclick|<b>/);
  assert.equal(
    linked("https://a.example/?a=1&b=2"),
    '<a href="https://a.example/?a=1&amp;b=2">https://a.example/?a=1&amp;b=2</a>',
  );
});
