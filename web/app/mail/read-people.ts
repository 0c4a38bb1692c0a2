const address = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/;

export const isAddress = (text: string): boolean => address.test(text);

export interface TypedPerson {
  readonly email: string;
  readonly name?: string;
}

/** A piece of what was typed: a name in quotes, an address between angle brackets, one sign that separates, or text. */
interface Token {
  readonly kind: "quoted" | "angle" | "mark" | "text";
  readonly text: string;
}

/** Sticky, and each without choices to come back to: what is pasted may be long and odd. */
const quoted = /"((?:[^"\\]|\\[^])*)"/y;
const angle = /<([^<>]*)>/y;
const plain = /[^",;:<\n\r\t]+/y;

/** A quote or bracket that is never closed is a sign like any other, and looked for once. */
function* tokens(text: string): Generator<Token> {
  const mayClose = { quoted: true, angle: true };
  for (let at = 0; at < text.length;) {
    const here = text[at]!;
    const kind = here === '"' ? "quoted" : here === "<" ? "angle" : "text";
    const pattern = { quoted, angle, text: plain }[kind];
    pattern.lastIndex = at;
    const found = kind === "text" || mayClose[kind] ? pattern.exec(text) : null;
    if (found) {
      const [whole, inside = whole] = found;
      yield { kind, text: kind === "quoted" ? inside.replaceAll(/\\([^])/g, "$1") : inside };
      at += whole.length;
    } else {
      if (kind !== "text") mayClose[kind] = false;
      yield { kind: /[,;:\n\r\t]/.test(here) ? "mark" : "text", text: here };
      at++;
    }
  }
}

/** With some room for blanks around it (RFC 5321, 4.5.3.1). */
const longestAddress = 400;

const tidy = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** One person, or what may become one; `before` is what stood there without an address and ended with a comma or tab. */
interface Part {
  name: string;
  email: string | undefined;
}

const wordsOf = ({ name, email }: Part): string => tidy(email === undefined ? name : `${name} <${email}>`);

/** A bare address, or a name with one between brackets. */
function personOf(part: Part): TypedPerson | undefined {
  const email = tidy(part.email ?? part.name).toLowerCase();
  if (!isAddress(email)) return undefined;
  const name = part.email === undefined ? "" : tidy(part.name);
  return { email, ...(name !== "" && { name }) };
}

/** A tab between a name and an address, as cells of a sheet are copied. */
function takeCell(part: Part): Part {
  const cut = part.name.lastIndexOf("\t");
  const last = part.name.slice(cut + 1);
  return cut < 0 || part.email !== undefined || !isAddress(tidy(last).toLowerCase())
    ? part
    : { name: part.name.slice(0, cut), email: last };
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let part: Part = { name: "", email: undefined };
  let pending: Part | undefined;
  const end = (mark: string): void => {
    const now = takeCell(part);
    part = { name: "", email: undefined };
    // `Jansen, Piet <a@b.nl>`: the comma belongs to the name.
    const joined = pending && now.email !== undefined && tidy(now.name) !== "";
    if (pending && !joined) parts.push(pending);
    const whole = pending && joined ? { ...now, name: `${tidy(pending.name)}, ${now.name}` } : now;
    pending = undefined;
    if (wordsOf(whole) === "") return;
    if (mark === "," && whole.email === undefined && !whole.name.includes("@")) pending = whole;
    else parts.push(whole);
  };
  for (const { kind, text: said } of tokens(text)) {
    if (kind === "angle") part.email = said;
    // `Afdeling: a@b.nl, c@d.nl;` is a group (RFC 5322, 3.4): who is in it counts.
    else if (kind === "mark" && said === ":") part = { name: "", email: undefined };
    else if (kind === "mark" && said === "\t") {
      const isWhole =
        part.email !== undefined || (part.name.length < longestAddress && isAddress(tidy(part.name).toLowerCase()));
      if (isWhole) end(said);
      else part.name += said;
    } else if (kind === "mark") end(said);
    else part.name += said;
  }
  end("");
  if (pending) parts.push(pending);
  return parts;
}

/**
 * People as somebody types or pastes them: `a@x.nl, "Jansen, B" <b@y.nl>; …`, after RFC 5322 and as sheets and other
 * programs write it. What is no address comes back as it was.
 */
export function readPeople(text: string): { people: TypedPerson[]; rest: string } {
  const people: TypedPerson[] = [];
  const rest: string[] = [];
  for (const part of partsOf(text)) {
    const person = personOf(part);
    if (person) people.push(person);
    else rest.push(wordsOf(part));
  }
  return { people, rest: rest.join(", ") };
}

/** Whether somebody ended a recipient: a comma inside a name in quotes, or before its closing quote, ends nothing. */
export function hasEnded(text: string): boolean {
  const quotes = text.replaceAll(/\\["\\]/g, "").split('"').length - 1;
  const settled = quotes % 2 === 0 ? text : text.slice(0, text.lastIndexOf('"'));
  return [...tokens(settled)].some(({ kind, text: said }) => kind === "mark" && /[,;\n\r]/.test(said));
}
