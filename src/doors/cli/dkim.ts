import { addDkimKey, type DkimRecord, dkimRecords, useDkimKey } from "#/mail/index.ts";
import { type Command, UsageError } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

const text = { type: "string" } as const;

/** Strings of a TXT record hold 255 characters at most (RFC 1035, section 3.3.14). */
const quoted = (value: string): string => (value.match(/.{1,250}/g) ?? []).map((part) => `"${part}"`).join(" ");

const advice = {
  "in-use": () => "signs the mail: publish this record",
  waiting: ({ selector }) => `signs nothing yet: publish this record, and put it to use with --use ${selector}`,
  old: ({ publishedUntil }) =>
    `signs nothing any more: leave its record until ${publishedUntil!.toISOString().slice(0, 10)}, then remove it`,
} as const satisfies Record<DkimRecord["state"], (record: DkimRecord) => string>;

const linesOf = (record: DkimRecord): string[] => [
  `; ${record.selector} ${advice[record.state](record)}`,
  `${record.name}. IN TXT ( ${quoted(record.value)} )`,
  "",
];

const shown = ({ selector, state, name, value, publishedUntil }: DkimRecord) => ({
  selector,
  state,
  name,
  type: "TXT",
  value,
  ...(publishedUntil && { publishedUntil }),
});

export const command: Command = {
  name: "dkim",
  usage: "[--new | --use SELECTOR] [--organisation DOMAIN]",
  summary: "the DNS records with which others check that mail is yours; a new key, and changing to it",
  options: { organisation: text, new: { type: "boolean" }, use: text },
  run: async (context) => {
    const [isNew, selector] = [context.options["new"] === true, context.text("use")];
    if (isNew && selector !== undefined) throw new UsageError("--new and --use are two steps, with DNS in between");
    const app = await context.app();
    const operator = await operatorIn(app, context);
    const records = isNew
      ? await addDkimKey(app, operator)
      : selector === undefined
        ? await dkimRecords(app, operator)
        : await useDkimKey(app, operator, selector);
    const inUse = records.find(({ state }) => state === "in-use")!;
    context.print(
      {
        domain: inUse.domain,
        selector: inUse.selector,
        name: inUse.name,
        type: "TXT",
        value: inUse.value,
        records: records.map(shown),
      },
      [...records.flatMap(linesOf), "By these records others can check that mail comes from here unchanged."],
    );
  },
};
