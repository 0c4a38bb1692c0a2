/** What a context word points to: bits of a mask. One word may point to several. */
export const contextBit = {
  bsn: 1 << 0,
  rsin: 1 << 1,
  nationalNumber: 1 << 2,
  account: 1 << 3,
  vat: 1 << 4,
  enterprise: 1 << 5,
  kvk: 1 << 6,
  passport: 1 << 7,
  identityCard: 1 << 8,
  drivingLicence: 1 << 9,
  phone: 1 << 10,
  address: 1 << 11,
  birth: 1 << 12,
  plate: 1 << 13,
  card: 1 << 14,
  agb: 1 << 15,
  big: 1 << 16,
  riziv: 1 << 17,
  diagnosis: 1 << 18,
  secret: 1 << 19,
  name: 1 << 20,
  email: 1 << 21,
  /** Numbers of things: orders, invoices, tickets, articles. */
  thing: 1 << 22,
  /** Money, sizes, counts. */
  amount: 1 << 23,
  /** Dates that are no birth. */
  otherDate: 1 << 24,
  /** Numbers of institutions' dealings with a person: customer, policy, staff, patient. */
  customer: 1 << 25,
  /** A name and a secret follow, in one line. */
  login: 1 << 26,
} as const;

export type ContextKind = keyof typeof contextBit;

/** Name of the first bit of a mask, for reasons. */
export function contextName(mask: number): string {
  for (const [name, bit] of Object.entries(contextBit)) if ((mask & bit) !== 0) return name;
  return "none";
}
