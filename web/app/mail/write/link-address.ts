const protocols = /^(?:https?:\/\/|mailto:|tel:)[^\s]+$/iu;
const mailAddress = /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/u;
const hostName = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?$/u;

/** What somebody means by "www.kantoor.nl" or "info@kantoor.nl"; undefined for what no link can go to. */
export function linkAddress(typed: string): string | undefined {
  const text = typed.trim();
  if (protocols.test(text)) return text;
  if (mailAddress.test(text)) return `mailto:${text}`;
  return hostName.test(text) ? `https://${text}` : undefined;
}
