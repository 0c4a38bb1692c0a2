import {
  agree,
  agreementsPdf,
  checkDocument,
  composeDocument,
  describeChanges,
  describeVersion,
  listPresets,
  listVersions,
  putInForce,
  readCurrent,
  readingOverview,
  replay,
} from "#/agreements/index.ts";
import type { agreementRoutes } from "#/contract/index.ts";
import type { Handlers } from "./handler.ts";
import { pdfDownload } from "./whole-download.ts";

const instant = (date: Date | null): string | null => date?.toISOString() ?? null;

export const agreementHandlers: Handlers<typeof agreementRoutes> = {
  agreements: async (app, { actor }) => {
    const { at, agreedAt, ...current } = await readCurrent(app, actor);
    return { ...current, at: instant(at), agreedAt: instant(agreedAt) };
  },
  checkAgreements: (app, { actor, body }) => checkDocument(app, actor, body.text),
  replayAgreements: (app, { actor, body }) => replay(app, actor, body.text),
  putAgreementsInForce: (app, { actor, body }) => putInForce(app, actor, body),
  agreementVersions: async (app, { actor }) => ({
    versions: (await listVersions(app, actor)).map(({ at, ...each }) => ({ ...each, at: at.toISOString() })),
  }),
  readableAgreements: (app, { actor, query }) => describeVersion(app, actor, query),
  agreementsPdf: async (app, { actor, query }) => {
    const { version, bytes } = await agreementsPdf(app, actor, query);
    return pdfDownload(`agreements-${version}.pdf`, bytes);
  },
  agreementChanges: (app, { actor, query }) => describeChanges(app, actor, query),
  agreeToAgreements: (app, { actor, body }) => agree(app, actor, body.version),
  agreementReaders: async (app, { actor }) => {
    const { version, members } = await readingOverview(app, actor);
    return { version, members: members.map(({ at, ...each }) => ({ ...each, at: instant(at) })) };
  },
  composeAgreements: async (_app, { body: { trade, ...choices } }) => ({ text: composeDocument(trade, choices) }),
  agreementPresets: async (_app, { actor }) => ({ presets: listPresets(actor.language) }),
};
