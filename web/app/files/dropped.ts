/** A file to bring in, with the folders that it was in on the person's own disk. */
export interface ChosenFile {
  readonly path: readonly string[];
  readonly file: File;
}

const readAll = async (directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = directory.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    // A browser gives a hundred at a time, and nothing at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...some);
  }
};

async function* walk(entry: FileSystemEntry, path: readonly string[]): AsyncGenerator<ChosenFile, void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    yield { path: [...path, entry.name], file };
    return;
  }
  for (const child of await readAll(entry as FileSystemDirectoryEntry)) yield* walk(child, [...path, entry.name]);
}

/** What was dropped: files, and folders with all in them. The entries have to be taken while the event lasts. */
export function droppedFiles(transfer: DataTransfer): AsyncGenerator<ChosenFile, void> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (async function* () {
    for (const entry of entries) yield* walk(entry, []);
  })();
}

/** What was chosen in a window of the system; of a folder with its path. */
export const chosenFiles = (files: FileList): ChosenFile[] =>
  [...files].map((file) => ({
    path: file.webkitRelativePath ? file.webkitRelativePath.split("/") : [file.name],
    file,
  }));
