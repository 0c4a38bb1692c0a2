import type { contactRoutes } from "#/contract/index.ts";
import { type Bytes, collect, Refusal } from "#/kernel/index.ts";
import {
  changeContact,
  createContact,
  forgetContact,
  importContacts,
  listContacts,
  listImports,
  previewImport,
  undoImport,
} from "#/mail/index.ts";
import { say } from "#/words/index.ts";
import type { Language } from "#/contract/index.ts";
import type { Handlers } from "./handler.ts";
import type { UploadTarget } from "./upload.ts";

const csvBytes = 8 * 1024 * 1024;

/** One small file, taken in whole. */
function csvTarget<Answer>(finish: (file: Bytes) => Promise<Answer>): UploadTarget<Answer> {
  let file: Bytes | undefined;
  return {
    addAttachment: async (_, source) => {
      file = await collect(source, csvBytes);
      if (!file) throw new Refusal("too-large", "contacts.file_too_large", { limitBytes: csvBytes });
    },
    finish: async () => {
      if (!file) throw new Refusal("invalid", "contacts.file_missing");
      return finish(file);
    },
    discard: async () => undefined,
  };
}

/** Problems of rows in the reader's language. */
const explained = <Row extends { readonly problem?: string | undefined }>(language: Language, rows: readonly Row[]) =>
  rows.map((row) => (row.problem === undefined ? row : { ...row, explanation: say(language, row.problem) }));

export const contactHandlers: Handlers<typeof contactRoutes> = {
  listContacts: (app, { actor, body }) => listContacts(app, actor, body),
  createContact: (app, { actor, body }) => createContact(app, actor, body),
  changeContact: (app, { actor, params, body }) => changeContact(app, actor, { ...params, ...body }),
  forgetContact: (app, { actor, params, query }) => forgetContact(app, actor, { ...params, ...query }),
  previewImport: (app, { actor, language, upload }) =>
    upload(async (body) =>
      csvTarget(async (file) => {
        const { rows, ...preview } = await previewImport(app, actor, file, body);
        return { ...preview, rows: explained(language, rows) };
      }),
    ),
  importContacts: (app, { actor, language, upload }) =>
    upload(async (body) =>
      csvTarget(async (file) => {
        const { rows, ...done } = await importContacts(app, actor, file, body);
        return { ...done, rows: explained(language, rows) };
      }),
    ),
  listImports: async (app, { actor }) => ({ imports: await listImports(app, actor) }),
  undoImport: (app, { actor, params }) => undoImport(app, actor, params.importId),
};
