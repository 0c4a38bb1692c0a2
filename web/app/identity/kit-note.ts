import { call } from "../session.ts";

const key = "zegel.kit-kept";

/** The kit is confirmed before anybody can log in: this browser says so as soon as its admin has. */
export const noteKitKept = (): void => localStorage.setItem(key, "1");

export async function tellKitKept(): Promise<void> {
  if (localStorage.getItem(key) === null) return;
  localStorage.removeItem(key);
  // Should it fail, the health page goes on asking.
  await call("confirmKitKept").catch(() => undefined);
}
