import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OpenRedaction } from "@openredaction/core";
import { programDirectory } from "#/config.ts";
import type { Kind } from "./kinds.ts";
import type { Finding } from "./score.ts";

/*
 * openredaction (MIT), whose package of that name since 1.1.5 is no more than `@openredaction/core` and its servers. It runs as it comes. What of its
 * 579 types is of none of our kinds is left out of the count, rather than held against it.
 */

const kindOfType: Readonly<Record<string, Kind>> = {
  EMAIL: "email",
  NAME: "name",
  DATE_OF_BIRTH: "date-of-birth",
  CREDIT_CARD: "card",
  IBAN: "iban",
  UK_BANK_ACCOUNT_IBAN: "iban",
  DUTCH_BSN: "bsn",
  ADDRESS_STREET: "address",
  ICD10_CODE: "icd10",
  TRAVEL_DOCUMENT_NUMBER: "document-nl",
  SALARY_AMOUNT: "work-and-money",
  DRUG_DOSAGE: "health",
  ALLERGY_INFO: "health",
  BLOOD_TYPE: "health",
  BIOMETRIC_ID: "special-category",
};

const families: readonly (readonly [RegExp, Kind])[] = [
  [/^PHONE_/, "phone"],
  [/^PASSPORT_/, "document-nl"],
  [/^DRIVING_LICENSE/, "driving-licence"],
  [/(^|_)LICENSE_PLATE$/, "plate"],
  [
    /^(AWS_(ACCESS|SECRET)_KEY|(OPENAI|GOOGLE|STRIPE|GENERIC|TWILIO|MAILGUN|SENDGRID|HEROKU|FIREBASE)_API_KEY|(GITHUB|JWT|SLACK|BEARER|NPM|PYPI|OAUTH)_TOKEN|GENERIC_SECRET|(SSH_)?PRIVATE_KEY|DATABASE_CONNECTION|URL_WITH_AUTH|KUBERNETES_SECRET|OAUTH_CLIENT_SECRET|AZURE_STORAGE_KEY)$/,
    "secret",
  ],
];

function kindOf(type: string, value: string): Kind | undefined {
  if (type === "VAT_NUMBER") return /^\W*BE/i.test(value) ? "enterprise-be" : "vat-nl";
  return kindOfType[type] ?? families.find(([pattern]) => pattern.test(type))?.[1];
}

/** It takes mailboxes at domains kept for examples for no mailboxes: it gets another word of the same length. */
const withLiveDomains = (text: string): string => text.replaceAll("example", "zandweg");

const { version } = JSON.parse(
  readFileSync(join(programDirectory, "node_modules/@openredaction/core/package.json"), "utf8"),
) as { version: string };

export const peerName = `openredaction ${version}`;

export function openPeer(): (text: string) => Promise<Finding[]> {
  const peer = new OpenRedaction();
  return async (text) => {
    const { detections } = await peer.detect(withLiveDomains(text));
    return detections.flatMap(({ type, value, position: [start, end], confidence }) => {
      const kind = kindOf(type, value);
      return kind ? [{ kind, start, end, ...(confidence === undefined ? {} : { confidence }) }] : [];
    });
  };
}
