/*
 * Rules that every trade begins with. Sources stand as comments in the document itself, where who decides on it reads
 * them: GDPR is Regulation (EU) 2016/679, UAVG the Dutch act that implements it, WVG the Belgian act of 30 July 2018.
 */

export interface TradeDocument {
  readonly name: string;
  /** Least check of whatever is sealed. */
  readonly verification: "none" | "sms" | "password";
  /** YAML list items, indented by two. */
  readonly triggers: string;
  readonly messageDays: number;
  /** Said behind the number. */
  readonly retentionSource: string;
}

const identity = `  # Numbers that identify a citizen may be used only where an act says so: GDPR art. 87, UAVG art. 46; in Belgium the act of
  # 8 August 1983 on the national register.
  - name: citizen-numbers
    when:
      findings:
        - kinds: [bsn, national-number-be]
    action: secure
    verification: sms
    why:
      nl: Een BSN of rijksregisternummer hoort niet open in een mailbox te staan.
      en: A citizen's number must not lie open in a mailbox.
      fr: Un numéro national ne doit pas rester lisible dans une boîte de réception.
      de: Eine Bürgernummer darf nicht offen in einem Postfach liegen.
  # Copies of identity documents lead to fraud: GDPR art. 32.
  - name: identity-documents
    when:
      findings:
        - kinds: [document-nl, eid-be, passport-be, driving-licence]
    action: secure
    verification: sms
`;

const special = `  # Special categories and criminal data: GDPR art. 9 and 10, UAVG art. 22 to 33, WVG art. 8 to 10.
  - name: special-categories
    when:
      findings:
        - kinds: [health, special-category, criminal]
          confidence: 0.8
    action: secure
    verification: sms
    why:
      nl: Gegevens over gezondheid, geloof, afkomst of strafrecht zijn extra beschermd.
      en: Data on health, belief, descent or crime have extra protection.
      fr: Les données de santé, de conviction, d'origine ou pénales sont particulièrement protégées.
      de: Daten zu Gesundheit, Überzeugung, Herkunft oder Straftaten sind besonders geschützt.
  # Passwords and keys are as good as what they open: GDPR art. 32.
  - name: passwords
    when:
      findings:
        - kinds: [secret]
          confidence: 0.8
    action: secure
`;

const advice = `  # Many people's data in one file: a mistake with it is a breach with many data subjects (GDPR art. 33 and 34).
  - name: lists-of-people
    when:
      findings:
        - kinds: [email, phone, address, date-of-birth, iban]
          atLeast: 25
    action: secure
  - name: confidential
    when:
      labels: [vertrouwelijk, confidential, confidentiel, vertraulich]
    action: secure
  - name: money-and-work
    when:
      findings:
        - kinds: [work-and-money, iban, card]
    action: advise
`;

/** What a firm answers before it has a document. */
export interface Choices {
  readonly name: string;
  readonly scope: "outsiders" | "everyone";
  readonly action: "none" | "secure";
  readonly verification: "none" | "sms" | "password";
  readonly approvers: readonly string[];
  readonly support: readonly {
    readonly name: string;
    readonly email?: string | undefined;
    readonly phone?: string | undefined;
    readonly hours?: string | undefined;
  }[];
}

/** A string as YAML takes it, whatever is in it: JSON is YAML. */
const quoted = (text: string): string => JSON.stringify(text);

const supportOf = (support: Choices["support"]): string =>
  support.length === 0
    ? ""
    : `support:\n${support
        .map((each) =>
          Object.entries(each)
            .filter(([, value]) => value !== undefined && value !== "")
            .map(([key, value], index) => `${index === 0 ? "  - " : "    "}${key}: ${quoted(value as string)}\n`)
            .join(""),
        )
        .join("")}`;

const approvalOf = (approvers: readonly string[]): string =>
  approvers.length === 0
    ? ""
    : `approval:\n  approvers: [${approvers.map(quoted).join(", ")}]\n  deadlineHours: 24\n  mayRead: false\n`;

/** A whole document; it puts nothing on hold, since that is for a firm to decide about. */
export const documentOf = (
  { name, verification, triggers, messageDays, retentionSource }: TradeDocument,
  choices?: Choices,
): string => `version: 1
name: ${choices ? quoted(choices.name) : name}
scope: ${choices?.scope ?? "outsiders"}
defaults:
  action: ${choices?.action ?? "none"}
  verification: ${choices?.verification ?? verification}
triggers:
${triggers}${identity}${special}${advice}misaddressing:
  typo: advise
  look-alike: advise
  outsider: advise
  many-strangers: advise
${choices ? approvalOf(choices.approvers) + supportOf(choices.support) : ""}retention:
  messageDays: ${messageDays} # ${retentionSource}
  heldDays: 30
  findingDays: 90
`;
