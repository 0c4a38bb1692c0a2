const address = /^\/m\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;

/** The link's id, or undefined when the address was cut off. */
export const linkIdOf = (path: string): string | undefined => address.exec(path)?.[1];

/** Takes the secret out of the address bar and the tab's history; from here on it lives in memory only. */
export function takeSecret(): string | undefined {
  const secret = decodeURIComponent(location.hash.slice(1));
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  return secret === "" ? undefined : secret;
}

const wasOpenKey = (linkId: string): string => `zegel.open.${linkId}`;

/** Only that the page was open in this tab, so that a reload goes on while the session cookie lives. */
export const rememberOpen = (linkId: string): void => sessionStorage.setItem(wasOpenKey(linkId), "1");
export const wasOpen = (linkId: string): boolean => sessionStorage.getItem(wasOpenKey(linkId)) === "1";
export const forgetOpen = (linkId: string): void => sessionStorage.removeItem(wasOpenKey(linkId));
