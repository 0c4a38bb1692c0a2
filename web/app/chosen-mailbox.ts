/** The mailbox that this tab works in; undefined for one's own. */
const key = "zegel.mailbox";
const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function fromStart(): string | undefined {
  // Notices to a shared mailbox lead here with the mailbox that they are about.
  const asked = new URLSearchParams(location.search).get("mailbox") ?? sessionStorage.getItem(key) ?? "";
  return idPattern.test(asked) ? asked : undefined;
}

let chosen = fromStart();
const listeners = new Set<() => void>();

export const chosenMailbox = (): string | undefined => chosen;

export function chooseMailbox(mailboxId: string | undefined): void {
  chosen = mailboxId;
  if (mailboxId === undefined) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, mailboxId);
  for (const listener of listeners) listener();
}

export function onMailboxChosen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
