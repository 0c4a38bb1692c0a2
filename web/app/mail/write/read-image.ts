/** Larger ones go along as attachments: a letter with them inside is slow to open on a phone. */
const largestInlineBytes = 4 * 1024 * 1024;

/** An image as a data address, for showing it while it is written; undefined when it is too large or can't be read. */
export function readImage(file: File): Promise<string | undefined> {
  if (file.size > largestInlineBytes) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(typeof reader.result === "string" ? reader.result : undefined));
    reader.addEventListener("error", () => resolve(undefined));
    reader.readAsDataURL(file);
  });
}
