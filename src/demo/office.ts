import type { DemoFirm } from "./firm.ts";

const joiner = {
  email: "atelier@menuiserie-lambert.example",
  name: "Luc Lambert",
  phone: "+32470000012",
};
const baker = { email: "boekhouding@bakkerij-claes.example", name: "Bakkerij Claes", phone: "+32470000011" };
const employee = { email: "wout.peeters@post.example", name: "Wout Peeters", password: "loonstrook-wout-26" };
const employer = { email: "personeel@transport-maes.example", name: "Ilse Maes", phone: "+32470000013" };

/** The fictional accountancy office, in Antwerp; every name, address and number in here is invented. */
export const office: DemoFirm = {
  organisation: "Kantoor Van der Meer",
  domain: "kantoor-vdm.example",
  phone: "03 555 01 60",
  website: "https://www.kantoor-vdm.example",
  look: { colour: "#274b8a", senderName: "", ownText: "" },
  logo: "van-der-meer.png",
  members: [
    {
      key: "hanneke",
      name: "Hanneke van der Meer",
      email: "hanneke@kantoor-vdm.example",
      task: "zaakvoerder, beheerder",
      isAdmin: true,
    },
    { key: "joris", name: "Joris Wouters", email: "joris@kantoor-vdm.example", task: "dossierbeheerder" },
  ],
  mailboxes: [{ key: "lonen", name: "Lonen", email: "lonen@kantoor-vdm.example", members: ["hanneke", "joris"] }],
  contacts: [{ ...joiner, language: "fr" }, baker, employer, { email: employee.email, name: employee.name }],
  agreements: {
    trade: "accountancy",
    approver: "hanneke",
    late: "joris",
    held: {
      from: "joris",
      to: { email: "info@coach-westerveld.example", name: "Iris Westerveld", phone: "0612345611" },
      subject: "Voorbereiding",
      text: "Beste Iris,\n\nTer voorbereiding op mijn beoordelingsgesprek stuur ik je de punten van vorig jaar.\n\nGroet,\nJoris",
    },
  },
  template: {
    name: "Aangifte: wat we nodig hebben",
    subject: "Uw aangifte",
    text: "Beste,\n\nVoor uw aangifte ontbreken nog de volgende stukken:",
  },
  draft: {
    to: { email: baker.email, name: baker.name },
    subject: "Jaarrekening 2025",
    text: "Beste,\n\nIn bijlage vindt u",
  },
  planned: {
    to: { email: employer.email, name: employer.name },
    subject: "Prestaties van deze maand",
    text: "Dag Ilse,\n\nBezorg je ons vóór de 25ste de prestaties van deze maand?\n\nJoris",
  },
  stories: [
    {
      daysAgo: 26,
      hour: 10,
      from: "hanneke",
      to: [joiner],
      subject: "Déclaration de TVA du trimestre",
      text: "Bonjour Monsieur Lambert,\n\nVoici le projet de votre déclaration de TVA. Pouvez-vous nous donner votre accord avant le 20?\n\nBien à vous,\nHanneke van der Meer",
      attachments: [
        {
          name: "Déclaration TVA.csv",
          type: "text/csv",
          text: "grille;montant\n03;48210,00\n54;10124,10\n59;6120,45\n71;4003,65\n",
        },
      ],
      visit: { afterHours: 22, downloads: true, reply: "Bonjour,\n\nC'est en ordre pour moi, merci.\n\nLuc Lambert" },
      label: "Btw",
    },
    {
      daysAgo: 18,
      hour: 9,
      from: "joris",
      mailbox: "lonen",
      to: [employee],
      subject: "Uw loonbrief van oktober",
      text: "Beste Wout,\n\nHier is uw loonbrief. U opent hem met het wachtwoord dat u bij uw indiensttreding van ons kreeg.\n\nLonen, Kantoor Van der Meer",
      attachments: [
        {
          name: "Loonbrief oktober.pdf",
          type: "application/pdf",
          text: "Loonbrief oktober\nTransport Maes bv\n\nWerknemer: W. Peeters, chauffeur\nGewerkte dagen: 22\nBruto: 2 846,00 euro\nNetto: 2 071,35 euro",
        },
      ],
      visit: { afterHours: 9, downloads: true },
    },
    {
      daysAgo: 11,
      hour: 15,
      from: "joris",
      mailbox: "lonen",
      to: [employer],
      subject: "Evaluatie van een medewerker",
      text: "Dag Ilse,\n\nIn bijlage het verslag van het evaluatiegesprek, zoals gevraagd. Enkel voor het personeelsdossier.\n\nJoris",
      attachments: [
        {
          name: "Evaluatie.pdf",
          type: "application/pdf",
          text: "Evaluatiegesprek\nTransport Maes bv\n\nBesproken: rijtijden, opleiding ADR.\nAfspraak: nieuwe functie vanaf januari.",
        },
      ],
      visit: { afterHours: 3, downloads: true, reply: "Dank je, Joris. Het zit in het dossier.\n\nIlse" },
      label: "Personeelsdossiers",
    },
    {
      daysAgo: 3,
      hour: 11,
      from: "hanneke",
      to: [baker],
      subject: "Ontwerp van uw jaarrekening",
      text: "Beste,\n\nIn bijlage het ontwerp. Bellen we donderdag even over de afschrijvingen?\n\nHanneke",
      attachments: [
        {
          name: "Jaarrekening ontwerp.csv",
          type: "text/csv",
          text: "post;2024;2025\nomzet;612000;655400\nafschrijvingen;41200;44900\nwinst;58100;63250\n",
        },
      ],
    },
  ],
};
