import type { fileRoutes } from "#/contract/index.ts";
import {
  addUpload,
  changeEntry,
  copyEntry,
  ensureFolders,
  eraseEntries,
  giveOwnRights,
  handOnFolderKeys,
  letProgramIn,
  listFolder,
  listHandedOut,
  listTopFolders,
  listTrash,
  listVersions,
  makeFolder,
  makeSharedFolder,
  markVersion,
  openFile,
  readRights,
  restoreEntries,
  restoreVersion,
  rewindFolder,
  setRights,
  trashEntries,
  zipFolder,
} from "#/files/index.ts";
import { browserName, type MemberActor } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { chosenRange } from "./download.ts";
import type { Handlers } from "./handler.ts";

/** Who, and in which browser. */
const inBrowser = ({ actor, userAgent }: { readonly actor: MemberActor; readonly userAgent: string }) => ({
  ...actor,
  device: browserName(userAgent),
});

/** Times as the verbs take them. */
const dated = <Right extends { readonly until: string | null }>(rights: readonly Right[]) =>
  rights.map(({ until, ...right }) => ({ ...right, until: until === null ? null : new Date(until) }));

export const fileHandlers: Handlers<typeof fileRoutes> = {
  listTopFolders: async (app, { actor, mayMark }) => {
    // Somebody is at the page: what others wait for is handed on.
    if (mayMark) {
      await ensureFolders(app, actor);
      await handOnFolderKeys(app, actor);
    }
    const { folders, waiting } = await listTopFolders(app, actor);
    return { folders: [...folders], waiting };
  },
  listFolder: async (app, { actor, params, query }) => {
    const page = await listFolder(app, actor, { ...params, ...query });
    return { ...page, path: [...page.path], entries: [...page.entries] };
  },
  makeSharedFolder: async (app, { actor, body }) => ({
    folderId: await makeSharedFolder(app, actor, { name: body.name, rights: dated(body.rights) }),
  }),
  makeFolder: (app, call) => makeFolder(app, inBrowser(call), { parentId: call.params.folderId, name: call.body.name }),
  addFile: (app, call) => {
    const { modifiedAt, ...body } = call.body;
    return addUpload(app, inBrowser(call), {
      ...body,
      parentId: call.params.folderId,
      ...(modifiedAt === undefined ? {} : { modifiedAt: new Date(modifiedAt) }),
    });
  },
  changeEntry: (app, call) => changeEntry(app, inBrowser(call), { entryId: call.params.itemId, ...call.body }),
  copyEntry: async (app, call) => ({
    entryId: await copyEntry(app, inBrowser(call), { entryId: call.params.itemId, ...call.body }),
  }),
  fileContent: async (app, { actor, params, query, request }) => {
    const peek = request.method === "HEAD";
    const file = await openFile(app, actor, { entryId: params.itemId, version: query.version, peek });
    const { range, "if-range": condition } = request.headers;
    const asked = condition === undefined || condition === file.etag ? range : undefined;
    const part = chosenRange(asked, file.sizeBytes);
    if (!part) throw new Refusal("invalid", "mail.range_unsatisfiable");
    return {
      name: file.entry.name,
      type: "application/octet-stream",
      sizeBytes: file.sizeBytes,
      etag: file.etag,
      range: part,
      content: peek ? nothing() : file.stream(part),
    };
  },
  listVersions: async (app, { actor, params }) => ({
    versions: await listVersions(app, actor, { entryId: params.itemId }),
  }),
  restoreVersion: (app, call) => restoreVersion(app, inBrowser(call), { entryId: call.params.itemId, ...call.body }),
  markVersion: (app, { actor, params, body }) => markVersion(app, actor, { entryId: params.itemId, ...body }),
  trashEntries: (app, call) => trashEntries(app, inBrowser(call), call.body),
  listFileTrash: async (app, { actor }) => ({ entries: await listTrash(app, actor) }),
  restoreEntries: async (app, call) => ({ entries: await restoreEntries(app, inBrowser(call), call.body) }),
  eraseEntries: (app, call) => eraseEntries(app, inBrowser(call), call.body),
  folderZip: async (app, { actor, params, request }) => {
    const { name, sizeBytes, content } = await zipFolder(app, actor, { ...params, peek: request.method === "HEAD" });
    const range = { start: 0, end: sizeBytes };
    return { name, type: "application/zip", sizeBytes, etag: `"${params.folderId}-zip"`, range, content };
  },
  rewindFolder: (app, call) => {
    const { to, isTrial } = call.body;
    return rewindFolder(app, inBrowser(call), { ...call.params, to: new Date(to), isTrial });
  },
  folderRights: async (app, { actor, params }) => {
    const { rights, people, ...facts } = await readRights(app, actor, params.folderId);
    return { ...facts, rights: [...rights], people: [...people] };
  },
  setFolderRights: (app, { actor, params, body }) =>
    setRights(app, actor, { folderId: params.folderId, rights: dated(body.rights) }),
  giveOwnRights: async (app, { actor, params, body }) => ({
    folderId: await giveOwnRights(app, actor, { folderId: params.folderId, rights: dated(body.rights) }),
  }),
  filesHandedOut: async (app, { actor, params }) => ({ files: await listHandedOut(app, actor, params.memberId) }),
  letProgramIn: (app, { actor, body }) => letProgramIn(app, actor, body),
};

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
