/** The fictional practice: every name, address and number in here is invented; `.example` is nobody's domain (RFC 2606). */
export const practice = {
  organisation: "Huisartsenpraktijk De Linde",
  domain: "delinde.example",
  phone: "020 555 01 40",
  website: "https://www.delinde.example",
  /** Of all its people. It is printed at the start: there is nothing real behind it. */
  password: "linde en kastanje",
} as const;

export interface DemoMember {
  readonly key: "anna" | "bram" | "carla";
  readonly name: string;
  readonly email: string;
  readonly task: string;
  readonly isAdmin: boolean;
}

export const members: readonly DemoMember[] = [
  { key: "anna", name: "Anna de Vries", email: "anna@delinde.example", task: "huisarts, beheerder", isAdmin: true },
  { key: "bram", name: "Bram Jansen", email: "bram@delinde.example", task: "praktijkmanager", isAdmin: false },
  { key: "carla", name: "Carla Smits", email: "carla@delinde.example", task: "doktersassistent", isAdmin: false },
];

export interface DemoRecipient {
  readonly email: string;
  readonly name: string;
  readonly phone?: string;
  readonly password?: string;
}

/** What a recipient does with a message, and how many hours after it was sent. */
export interface DemoVisit {
  readonly afterHours: number;
  readonly downloads?: true;
  readonly reply?: string;
}

export interface DemoStory {
  readonly daysAgo: number;
  /** Local hour of the day at which it is sent. */
  readonly hour: number;
  readonly from: DemoMember["key"];
  readonly to: readonly DemoRecipient[];
  readonly subject: string;
  readonly text: string;
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly text: string }[];
  readonly visit?: DemoVisit;
  /** Hours after which the sender takes it back. */
  readonly recalledAfterHours?: number;
}

const specialist = {
  email: "poli.cardiologie@ziekenhuis-oostwijk.example",
  name: "Poli cardiologie",
  phone: "0612345601",
};
const mother = { email: "familie.bakker@post.example", name: "Marieke Bakker", phone: "0612345602" };
const accountant = {
  email: "hanneke@kantoor-vdm.example",
  name: "Hanneke van der Meer",
  password: "kantoor-linde-2026",
};

/** A month of life, oldest first. */
export const stories: readonly DemoStory[] = [
  {
    daysAgo: 29,
    hour: 9,
    from: "bram",
    to: [accountant],
    subject: "Loonstaten van oktober",
    text: "Dag Hanneke,\n\nHierbij de loonstaten van oktober, met het overzicht van het verlof.\nHet wachtwoord is wat we in september aan de telefoon hebben afgesproken.\n\nGroet,\nBram",
    attachments: [
      {
        name: "Loonstaten oktober.csv",
        type: "text/csv",
        text: "medewerker;uren;bruto\nA. de Vries;144;7310,00\nB. Jansen;152;4120,00\nC. Smits;96;2045,00\n",
      },
    ],
    visit: {
      afterHours: 3,
      downloads: true,
      reply: "Dag Bram,\n\nAlles binnen. De loonstroken zijn vrijdag klaar.\n\nHanneke",
    },
  },
  {
    daysAgo: 24,
    hour: 11,
    from: "anna",
    to: [specialist],
    subject: "Verwijzing: graag met spoed beoordelen",
    text: "Geachte collega,\n\nIn de bijlage de verwijsbrief en de meting van vanochtend. Wilt u deze patiënt nog deze week zien?\n\nMet vriendelijke groet,\nAnna de Vries, huisarts",
    attachments: [
      {
        name: "Verwijsbrief.txt",
        type: "text/plain",
        text: "VERWIJSBRIEF\n\nReden: pijn op de borst bij inspanning, sinds drie weken.\nVoorgeschiedenis: hypertensie.\nVraag: beoordeling en zo nodig inspanningstest.\n",
      },
    ],
    visit: {
      afterHours: 2,
      downloads: true,
      reply: "Beste collega De Vries,\n\nUw patiënt kan donderdag om 10.40 uur terecht.\n\nPoli cardiologie",
    },
  },
  {
    daysAgo: 17,
    hour: 15,
    from: "carla",
    to: [mother],
    subject: "Uitslag van het bloedonderzoek",
    text: "Beste mevrouw Bakker,\n\nDe uitslag is binnen en ziet er goed uit. De dokter wil over drie maanden nog een keer prikken.\n\nVriendelijke groet,\nCarla Smits",
    visit: { afterHours: 20 },
  },
  {
    daysAgo: 12,
    hour: 10,
    from: "bram",
    to: [{ email: "carla@delinde.example", name: "Carla Smits" }],
    subject: "Verslag van je functioneringsgesprek",
    text: "Dag Carla,\n\nHier het verslag van ons gesprek. Laat je weten of je je erin herkent?\n\nBram",
    attachments: [
      {
        name: "Verslag.txt",
        type: "text/plain",
        text: "Besproken: planning van de spreekuren, opleiding triage in het voorjaar.\n",
      },
    ],
  },
  {
    daysAgo: 6,
    hour: 16,
    from: "carla",
    to: [{ email: "m.bakker@post.example", name: "M. Bakker" }],
    subject: "Afspraak voor het prikken",
    text: "Beste mevrouw Bakker,\n\nUw afspraak staat op dinsdag om 8.15 uur. Komt u nuchter?\n\nCarla Smits",
    recalledAfterHours: 1,
  },
  {
    daysAgo: 2,
    hour: 9,
    from: "anna",
    to: [mother, { ...specialist, name: "Poli cardiologie" }],
    subject: "Afstemming na het onderzoek",
    text: "Beste mevrouw Bakker, beste collega,\n\nHierbij kort wat we hebben afgesproken: de medicatie blijft zo, controle over zes weken.\n\nAnna de Vries",
    visit: { afterHours: 5 },
  },
];
