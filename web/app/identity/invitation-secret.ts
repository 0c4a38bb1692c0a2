const key = "zegel.invitation";

/** What stands behind the `#`; empty for what is no text in an address. */
export function decodeFragment(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

/** In this tab alone, until the invitation was accepted. */
export function keepSecret(invitationId: string, secret: string): void {
  if (secret !== "") sessionStorage.setItem(key, JSON.stringify({ invitationId, secret }));
}

export function keptSecret(invitationId: string): string {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, unknown>;
    return kept["invitationId"] === invitationId && typeof kept["secret"] === "string" ? kept["secret"] : "";
  } catch {
    return "";
  }
}

export const forgetSecret = (): void => sessionStorage.removeItem(key);
