/** As compared: without case and marks on letters. */
export const folded = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** How well what was typed fits somebody: 3 it is the name or address, 2 it begins so, 1 a word of it does, 0 it stands somewhere. */
export function matchQuality(
  typed: string,
  { name = "", email }: { readonly name?: string | undefined; readonly email: string },
): number {
  const sought = folded(typed).trim().replaceAll(/\s+/g, " ");
  const texts = [folded(name), folded(email)];
  if (texts.includes(sought)) return 3;
  if (texts.some((text) => text.startsWith(sought))) return 2;
  return texts.some((text) => text.split(/[\s.@_-]+/).some((word) => word.startsWith(sought))) ? 1 : 0;
}
