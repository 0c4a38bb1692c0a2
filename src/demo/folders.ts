import { ensureFolders, handOnFolderKeys, makeFolder, makeSharedFolder, writeFile } from "#/files/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs, hourMs } from "#/kernel/index.ts";
import type { MailApp } from "#/mail/index.ts";
import type { DemoFirm } from "./firm.ts";
import { bytesOf } from "./paper.ts";

const rules = [
  "Huisregels\n\n1. Bureau leeg aan het eind van de dag.\n2. Bezoek tekent bij de balie.",
  "Huisregels\n\n1. Bureau leeg aan het eind van de dag.\n2. Bezoek tekent bij de balie.\n3. Scherm op slot als je wegloopt.",
  "Huisregels\n\n1. Bureau leeg aan het eind van de dag.\n2. Bezoek tekent bij de balie.\n3. Scherm op slot als je wegloopt.\n4. Papier met namen gaat in de afgesloten bak.",
];
const planning =
  "Planning najaar\n\noktober: nieuwe telefooncentrale\nnovember: cursus veilig mailen\ndecember: kerstborrel op de 18e";
const talk =
  "Verslag van het gesprek\n\nAanwezig: beiden. Afgesproken: cursus in het voorjaar, daarna opnieuw bespreken.";

/** Folders as an office has them: everybody's, one for two people, and each their own. */
export async function furnishFolders(
  app: MailApp,
  clock: { set(at: Date): void },
  firm: DemoFirm,
  people: ReadonlyMap<string, MemberActor>,
  now: Date,
): Promise<void> {
  const [first, second] = firm.members.map(({ key }) => people.get(key)!);
  const admin = people.get(firm.members.find(({ isAdmin }) => isAdmin)!.key)!;
  const other = admin === first ? second! : first!;
  const at = (daysAgo: number): void => clock.set(new Date(now.getTime() - daysAgo * dayMs - 2 * hourMs));
  const device = "Firefox, Windows";
  const write = async (by: MemberActor, parentId: string, name: string, text: string): Promise<void> => {
    const type = name.endsWith(".pdf") ? "application/pdf" : "text/plain";
    await writeFile(app, { ...by, device }, { parentId, name, content: await bytesOf({ name, type, text }) });
  };
  at(25);
  const { general } = await ensureFolders(app, admin);
  for (const actor of people.values()) await ensureFolders(app, actor);
  await handOnFolderKeys(app, admin);
  const { entryId: house } = await makeFolder(app, admin, { parentId: general, name: "Ons kantoor" });
  await write(admin, house, "Huisregels.txt", rules[0]!);
  at(12);
  await write(other, house, "Huisregels.txt", rules[1]!);
  await write(other, house, "Planning najaar.pdf", planning);
  const right = { subjectKind: "member", subjectId: other.memberId, role: "reader" } as const;
  const staff = await makeSharedFolder(app, admin, { name: "Personeelszaken", rights: [right] });
  await write(admin, staff, "Verslag functioneringsgesprek.pdf", talk);
  at(3);
  await write(admin, house, "Huisregels.txt", rules[2]!);
  for (const actor of people.values()) {
    const { own } = await ensureFolders(app, actor);
    await write(actor, own, "Aantekeningen.txt", "Terugbellen: de drukker.\nVragen: wie neemt de cursus op zich?");
  }
  clock.set(now);
}
