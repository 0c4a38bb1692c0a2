export type Catalogue = { readonly [key: string]: string | Catalogue };
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const find = (catalogue: Catalogue, key: string): string | undefined => {
  const found = key
    .split(".")
    .reduce<string | Catalogue | undefined>((at, name) => (typeof at === "object" ? at[name] : undefined), catalogue);
  return typeof found === "string" ? found : undefined;
};

/** Sentences by key, with `{{name}}` filled in and `_one` or `_other` chosen by `count`: as i18next does, in a few lines. */
export function createSay(catalogue: Catalogue, language: string): Say {
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const count = values["count"];
    const chosen =
      typeof count === "number"
        ? (find(catalogue, `${key}_${plural.select(count)}`) ?? find(catalogue, `${key}_other`))
        : undefined;
    const sentence = chosen ?? find(catalogue, key) ?? key;
    return sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));
  };
}
