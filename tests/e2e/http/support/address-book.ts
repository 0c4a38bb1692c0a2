import { allRoutes } from "#/contract/index.ts";
import type { Person } from "./people.ts";

/** A contact of one's own, and one that was imported. */
export async function addContacts({ browser }: Person) {
  const { contactId } = await browser.call<{ contactId: string }>(allRoutes.createContact, {
    body: { email: "wim@buiten.example", book: "mine" },
  });
  const { importId } = await browser.call<{ importId: string }>(allRoutes.importContacts, {
    body: { book: "mine" },
    files: [new File(["email\nlies@buiten.example"], "contacten.csv")],
  });
  return { contactId, importId };
}
