import type { DemoFirm } from "./firm.ts";

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
const pharmacy = { email: "recepten@apotheek-oostwijk.example", name: "Apotheek Oostwijk", phone: "0612345603" };
const neighbour = { email: "s.haddad@post.example", name: "Samira Haddad", phone: "0612345604" };

/** The fictional practice: every name, address and number in here is invented; `.example` is nobody's domain (RFC 2606). */
export const practice: DemoFirm = {
  organisation: "Huisartsenpraktijk De Linde",
  domain: "delinde.example",
  phone: "020 555 01 40",
  website: "https://www.delinde.example",
  look: { colour: "#3c6e47", senderName: "", ownText: "Bellen kan op werkdagen tussen 8 en 17 uur." },
  logo: "de-linde.png",
  members: [
    { key: "anna", name: "Anna de Vries", email: "anna@delinde.example", task: "huisarts, beheerder", isAdmin: true },
    { key: "bram", name: "Bram Jansen", email: "bram@delinde.example", task: "praktijkmanager" },
    { key: "carla", name: "Carla Smits", email: "carla@delinde.example", task: "doktersassistent" },
  ],
  mailboxes: [{ key: "balie", name: "Balie", email: "balie@delinde.example", members: ["bram", "carla"] }],
  contacts: [specialist, mother, pharmacy, neighbour, { email: accountant.email, name: accountant.name }],
  agreements: {
    trade: "care",
    approver: "bram",
    late: "carla",
    held: {
      from: "carla",
      to: { email: "p.mulder@arbo-oostwijk.example", name: "Petra Mulder", phone: "0612345610" },
      subject: "Verslag van maandag",
      text: "Dag Petra,\n\nHierbij het verslag van het functioneringsgesprek van maandag. Graag je reactie voor vrijdag.\n\nGroet,\nCarla",
    },
  },
  template: {
    name: "Stukken opvragen",
    subject: "Uw stukken",
    text: "Geachte heer, mevrouw,\n\nWilt u ons de volgende stukken sturen?",
  },
  draft: {
    to: { email: "w.vandenbrink@voorbeeld.example", name: "Willem van den Brink" },
    subject: "Uw stukken",
    text: "Beste Willem,\n\nHierbij stuur ik u",
  },
  planned: {
    to: { email: "w.vandenbrink@voorbeeld.example", name: "Willem van den Brink" },
    subject: "Onze afspraak",
    text: "Beste Willem,\n\nVolgende week hebben we een afspraak. Neemt u uw legitimatiebewijs mee?",
  },
  stories: [
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
      label: "Administratie",
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
          name: "Verwijsbrief.pdf",
          type: "application/pdf",
          text: "Verwijsbrief\nHuisartsenpraktijk De Linde, Amsterdam\n\nReden: pijn op de borst bij inspanning, sinds drie weken.\nVoorgeschiedenis: hypertensie.\nVraag: beoordeling en zo nodig inspanningstest.\n\nA. de Vries, huisarts",
        },
        {
          name: "Meting.csv",
          type: "text/csv",
          text: "tijd;bovendruk;onderdruk\n8.30;158;94\n8.40;154;92\n8.50;151;90\n",
        },
      ],
      visit: {
        afterHours: 2,
        downloads: true,
        reply: "Beste collega De Vries,\n\nUw patiënt kan donderdag om 10.40 uur terecht.\n\nPoli cardiologie",
      },
      label: "Verwijzingen",
    },
    {
      daysAgo: 20,
      hour: 14,
      from: "carla",
      mailbox: "balie",
      to: [neighbour],
      subject: "Uw inschrijving bij de praktijk",
      text: "Beste mevrouw Haddad,\n\nWelkom bij De Linde. Wilt u het formulier invullen en terugsturen? Een kopie van uw legitimatiebewijs is niet nodig.\n\nDe balie",
      attachments: [
        {
          name: "Inschrijfformulier.pdf",
          type: "application/pdf",
          text: "Inschrijfformulier\nHuisartsenpraktijk De Linde\n\nNaam:\nGeboortedatum:\nVorige huisarts:\nApotheek:\n",
        },
      ],
      visit: {
        afterHours: 27,
        downloads: true,
        reply:
          "Goedemiddag,\n\nIk heb het formulier ingevuld en breng het morgen langs. Kan mijn zoon er ook bij?\n\nSamira Haddad",
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
      label: "Uitslagen",
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
          name: "Verslag.pdf",
          type: "application/pdf",
          text: "Verslag functioneringsgesprek\nC. Smits, doktersassistent\n\nBesproken: planning van de spreekuren, opleiding triage in het voorjaar.\nAfspraak: in maart kijken we samen terug.",
        },
      ],
      label: "Personeel",
      isArchived: true,
    },
    {
      daysAgo: 9,
      hour: 13,
      from: "bram",
      mailbox: "balie",
      to: [pharmacy],
      subject: "Herhaalrecepten van deze week",
      text: "Beste collega's,\n\nIn de bijlage de herhaalrecepten. Bij twee ervan staat een vraag.\n\nBram Jansen, De Linde",
      attachments: [
        {
          name: "Recepten.csv",
          type: "text/csv",
          text: "nummer;middel;vraag\n1;metoprolol 50 mg;\n2;pantoprazol 20 mg;nog nodig?\n",
        },
      ],
      visit: { afterHours: 1, downloads: true },
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
      daysAgo: 6,
      hour: 17,
      from: "carla",
      to: [mother],
      subject: "Afspraak voor het prikken",
      text: "Beste mevrouw Bakker,\n\nUw afspraak staat op dinsdag om 8.15 uur. Komt u nuchter?\nEen eerdere mail hierover ging naar een ander adres met dezelfde naam. Die hebben we teruggehaald voordat iemand hem las.\n\nCarla Smits",
      visit: { afterHours: 4 },
    },
    {
      daysAgo: 4,
      hour: 8,
      from: "anna",
      to: [
        { email: "bram@delinde.example", name: "Bram Jansen" },
        { email: "carla@delinde.example", name: "Carla Smits" },
      ],
      subject: "Rooster rond de feestdagen",
      text: "Dag allebei,\n\nIn de bijlage het rooster. Wie kan er op 27 december de telefoon doen?\n\nAnna",
      attachments: [
        {
          name: "Rooster december.csv",
          type: "text/csv",
          text: "dag;spreekuur;telefoon\n23 december;Anna;Carla\n24 december;Anna;Bram\n27 december;waarneming;?\n",
        },
      ],
    },
    {
      daysAgo: 2,
      hour: 9,
      from: "anna",
      to: [mother, specialist],
      subject: "Afstemming na het onderzoek",
      text: "Beste mevrouw Bakker, beste collega,\n\nHierbij kort wat we hebben afgesproken: de medicatie blijft zo, controle over zes weken.\n\nAnna de Vries",
      visit: { afterHours: 5 },
    },
  ],
};
