function save(name: string, content: Blob): void {
  const link = document.createElement("a");
  const address = URL.createObjectURL(content);
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const withEnding = (name: string, ending: string): string => (name.endsWith(ending) ? name : `${name}${ending}`);

/** Hands something that this page holds in memory to the browser's downloads. */
export const saveText = (name: string, text: string): void =>
  save(
    name.endsWith(".yaml") ? name : withEnding(name.replace(/\.pdf$/, ""), ".txt"),
    new Blob([text], { type: "text/plain;charset=utf-8" }),
  );

export function savePdf(name: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0)!);
  save(withEnding(name.replace(/\.txt$/, ""), ".pdf"), new Blob([bytes], { type: "application/pdf" }));
}
