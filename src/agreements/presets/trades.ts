import type { Trade } from "#/contract/index.ts";
import type { TradeDocument } from "./common.ts";

const year = 365;

/** What each trade has besides the common rules. Where a source is Dutch or Belgian only, it says so. */
export const tradeDocuments: Readonly<Record<Trade, TradeDocument>> = {
  general: {
    name: "Working agreements on mail",
    verification: "none",
    triggers: "",
    messageDays: year,
    retentionSource: "no longer than needed: GDPR art. 5(1)(e)",
  },
  care: {
    name: "Working agreements on mail in care",
    verification: "sms",
    triggers: `  # Professional secrecy: NL Civil Code art. 7:457; BE act of 22 August 2002 on patients' rights. Mail with health data
  # between care givers and to patients: NEN 7510 and NTA 7516 (NL).
  - name: patient-record
    when:
      process: [patient-record]
    action: secure
    verification: sms
    why:
      nl: Wat in een patiëntdossier hoort, valt onder het beroepsgeheim.
      en: What belongs in a patient record falls under professional secrecy.
      fr: Ce qui relève du dossier du patient est couvert par le secret professionnel.
      de: Was in eine Patientenakte gehört, unterliegt der Schweigepflicht.
  - name: care-codes
    when:
      findings:
        - kinds: [icd10, health]
          confidence: 0.8
    action: secure
    verification: sms
  - name: care-words
    when:
      keywords: [patiëntdossier, medisch dossier, ontslagbrief, verwijsbrief, labuitslag, dossier médical, lettre de sortie]
    action: secure
    verification: sms
`,
    messageDays: year,
    retentionSource:
      "mail is not the record, which is kept apart: NL 20 years (Civil Code art. 7:454), BE 30 years (act of 22 April 2019, art. 35)",
  },
  legal: {
    name: "Working agreements on mail of a law office",
    verification: "sms",
    triggers: `  # Secrecy: NL Advocatenwet art. 11a, Wet op het notarisambt art. 22; BE Criminal Code (professional secrecy).
  - name: case-file
    when:
      process: [case-file]
    action: secure
    verification: sms
    why:
      nl: Wat een cliënt toevertrouwt, valt onder het beroepsgeheim.
      en: What a client confides falls under professional secrecy.
      fr: Ce que confie un client est couvert par le secret professionnel.
      de: Was ein Mandant anvertraut, unterliegt der Schweigepflicht.
  - name: case-words
    when:
      keywords: [pleitnota, dagvaarding, echtscheidingsconvenant, ontwerpakte, testament, conclusions, citation, projet d'acte]
    action: secure
`,
    messageDays: 2 * year,
    retentionSource: "the file itself is kept apart, as the rules of the profession say",
  },
  accountancy: {
    name: "Working agreements on mail of an accountancy firm",
    verification: "sms",
    triggers: `  # Confidentiality: NL VGBA art. 16; BE act of 17 March 2019 on accountants and tax advisers, art. 50.
  - name: payroll
    when:
      process: [payroll]
    action: secure
    verification: sms
  - name: figures
    when:
      keywords: [jaarrekening, aangifte inkomstenbelasting, aangifte vennootschapsbelasting, loonstrook, jaaropgave, comptes annuels, déclaration fiscale, fiche de paie]
    action: secure
    why:
      nl: Cijfers en aangiften van klanten zijn vertrouwelijk.
      en: Figures and returns of customers are confidential.
      fr: Les chiffres et déclarations des clients sont confidentiels.
      de: Zahlen und Erklärungen von Kunden sind vertraulich.
`,
    messageDays: 2 * year,
    retentionSource: "the administration is kept apart: NL 7 years (AWR art. 52)",
  },
  staffing: {
    name: "Working agreements on mail in personnel and temporary work",
    verification: "sms",
    triggers: `  # Personnel files and applications; what ails an employee an employer must not record: GDPR art. 9 and 88, UAVG art. 30.
  - name: personnel-file
    scope: everyone
    when:
      process: [personnel-file, payroll]
    action: secure
    verification: sms
    why:
      nl: Wat in een personeelsdossier staat, is alleen voor wie erover gaat.
      en: What is in a personnel file is only for those whom it concerns.
      fr: Le contenu d'un dossier du personnel ne regarde que les personnes concernées.
      de: Was in einer Personalakte steht, geht nur die Zuständigen etwas an.
  - name: applications
    when:
      process: [application]
    action: secure
  - name: curriculum-vitae
    when:
      findings:
        - kinds: [cv]
    action: secure
  - name: pay-and-illness
    when:
      findings:
        - kinds: [work-and-money]
          confidence: 0.8
    action: secure
    verification: sms
`,
    messageDays: year,
    retentionSource:
      "applications are removed sooner: 4 weeks after the procedure is the Dutch authority's rule of thumb",
  },
  municipality: {
    name: "Working agreements on mail of a municipality",
    verification: "sms",
    triggers: `  # NL: baseline for information security in government (BIO), Wet digitale overheid; BE: GDPR art. 32 and the Flemish or
  # Walloon rules on electronic administration.
  - name: case-file
    when:
      process: [case-file, complaint]
    action: secure
    verification: sms
  - name: social-domain
    when:
      keywords: [jeugdzorg, bijstandsuitkering, schuldhulpverlening, huisverbod, wmo-aanvraag, aide sociale, médiation de dettes]
    action: secure
    verification: sms
    why:
      nl: Wie hulp vraagt bij de gemeente, mag erop rekenen dat niemand meeleest.
      en: Who asks the municipality for help may trust that nobody reads along.
      fr: Qui demande de l'aide à la commune doit pouvoir compter sur la discrétion.
      de: Wer die Gemeinde um Hilfe bittet, muss sich auf Vertraulichkeit verlassen können.
`,
    messageDays: 2 * year,
    retentionSource: "records are kept in the archive, by its own rules: NL Archiefwet and selection lists",
  },
};
