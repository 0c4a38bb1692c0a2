import { allRoutes } from "#/contract/index.ts";
import type { Person } from "./people.ts";

/** A shared folder with a folder in it, and a group, all of the one person. */
export async function addFolder({ browser }: Person) {
  const { folderId } = await browser.call<{ folderId: string }>(allRoutes.makeSharedFolder, {
    body: { name: "Klanten", rights: [] },
  });
  const { entryId: itemId } = await browser.call<{ entryId: string }>(allRoutes.makeFolder, {
    params: { folderId },
    body: { name: "Jansen" },
  });
  const { groupId } = await browser.call<{ groupId: string }>(allRoutes.makeGroup, {
    body: { name: "Boekhouding", memberIds: [] },
  });
  return { folderId, itemId, groupId };
}
