"use strict";
(() => {
  const headText = document.getElementById("zegel-copy").textContent;
  const head = JSON.parse(headText);
  const words = head.words;
  const page = document.getElementById("page");
  const utf8 = (text) => new TextEncoder().encode(text);
  const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const nonceOf = (part, chunk, isLast) => {
    const nonce = new DataView(new ArrayBuffer(12));
    nonce.setUint32(0, part);
    nonce.setUint32(4, chunk);
    nonce.setUint32(8, isLast ? 1 : 0);
    return new Uint8Array(nonce.buffer);
  };

  async function keyOf(password) {
    const given = await crypto.subtle.importKey("raw", utf8(password.normalize("NFKC")), "PBKDF2", false, [
      "deriveKey",
    ]);
    const { hash, iterations, salt } = head.kdf;
    const how = { name: "PBKDF2", hash, salt: bytesOf(salt), iterations };
    return crypto.subtle.deriveKey(how, given, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  }

  async function openPart(key, part) {
    const chunks = [...document.querySelectorAll(`script[data-part="${part}"]`)];
    if (chunks.length === 0) throw new Error("missing");
    const opened = [];
    for (const [chunk, { textContent }] of chunks.entries()) {
      const iv = nonceOf(part, chunk, chunk === chunks.length - 1);
      const how = { name: "AES-GCM", iv, additionalData: utf8(headText) };
      opened.push(await crypto.subtle.decrypt(how, key, bytesOf(textContent)));
    }
    return new Blob(opened);
  }

  const sizeOf = (sizeBytes) => {
    const step = sizeBytes < 1000 ? 0 : sizeBytes < 1e6 ? 1 : 2;
    const unit = ["byte", "kilobyte", "megabyte"][step];
    const form = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: step === 2 ? 1 : 0 };
    return new Intl.NumberFormat(head.language, form).format(sizeBytes / 1000 ** step);
  };

  const letterPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
  const letterStyle =
    "body{margin:0;padding:1px 0;font:16px/1.6 system-ui,sans-serif;color:#262421;background:#fffdfa;overflow-wrap:anywhere}" +
    "img,table{max-width:100%}img{height:auto}pre{white-space:pre-wrap}blockquote{margin:12px 0;padding-left:12px;border-left:3px solid #d9d5cc}";

  function letterFrame(html) {
    const frame = element("iframe", { title: words.frame, className: "said" });
    frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals");
    frame.srcdoc =
      `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${letterPolicy}">` +
      `<meta name="referrer" content="no-referrer"><base target="_blank"><style>${letterStyle}</style></head><body>${html}</body></html>`;
    frame.addEventListener("load", () => {
      const root = frame.contentDocument && frame.contentDocument.documentElement;
      if (!root) return;
      const follow = () => {
        frame.style.height = `${Math.min(60000, Math.ceil(root.getBoundingClientRect().height) + 2)}px`;
      };
      follow();
      addEventListener("resize", follow);
    });
    return frame;
  }

  function attachmentRow(key, { name, type, sizeBytes, part }) {
    const status = element("span", { className: "soft", role: "status" });
    const button = element("button", { type: "button", textContent: words.download });
    button.setAttribute("aria-label", `${words.download}: ${name}`);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const opened = await openPart(key, part);
        if (opened.size !== sizeBytes) throw new Error("size");
        // As bytes and never as a page: nothing in it may run here.
        const safe = /^(?:image\/(?:png|jpeg|gif|webp)|application\/pdf|text\/plain)$/.test(type);
        const address = URL.createObjectURL(new Blob([opened], { type: safe ? type : "application/octet-stream" }));
        element("a", { href: address, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(address), 60000);
        status.textContent = "";
      } catch {
        status.textContent = words.damaged;
      }
      button.disabled = false;
    });
    return element("li", {}, element("strong", { textContent: name }), ` ${sizeOf(sizeBytes)} `, button, status);
  }

  const fact = (name, value) => [element("dt", { textContent: name }), element("dd", { textContent: value })];
  const personOf = ({ name, email }) => (name && name !== email ? `${name} <${email}>` : email);

  function letter(key, message) {
    const facts = element(
      "dl",
      {},
      ...fact(words.from, personOf(message.from)),
      ...fact(words.to, message.to.map(personOf).join(", ")),
      ...fact(words.sent, message.when),
    );
    const parts = [facts, letterFrame(message.html)];
    if (message.attachments.length > 0)
      parts.push(
        element("h2", { textContent: words.attachments }),
        element("ul", {}, ...message.attachments.map((each) => attachmentRow(key, each))),
      );
    return element("article", { className: message.mine ? "mine" : "" }, ...parts);
  }

  function show(key, { subject, organisation, messages }) {
    document.title = subject || words.title;
    const heading = element("h1", { textContent: subject || words.title, tabIndex: -1 });
    const lead = element("p", { className: "soft", textContent: `${organisation.name}, ${organisation.domain}` });
    page.replaceChildren(heading, lead, ...messages.map((message) => letter(key, message)));
    heading.focus();
  }

  function ask() {
    const field = element("input", { type: "password", autocomplete: "off", required: true, id: "password" });
    const button = element("button", { type: "submit", textContent: words.open });
    const note = element("p", { className: "note", role: "alert" });
    const form = element(
      "form",
      {},
      element("label", { htmlFor: "password", textContent: words.password }),
      field,
      note,
      button,
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      button.textContent = words.opening;
      note.textContent = "";
      try {
        const key = await keyOf(field.value);
        show(key, JSON.parse(await (await openPart(key, 0)).text()));
      } catch {
        note.textContent = words.wrong;
        button.disabled = false;
        button.textContent = words.open;
        field.select();
      }
    });
    page.replaceChildren(
      element("h1", { textContent: words.title }),
      element("p", { textContent: words.lead }),
      globalThis.crypto && crypto.subtle ? form : element("p", { className: "note", textContent: words.old }),
    );
    field.focus();
  }

  ask();
})();
