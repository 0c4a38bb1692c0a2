/** Posts a message with files and tells how far it is: fetch can't tell the progress of an upload. */
export function sendForm(
  address: string,
  headers: Readonly<Record<string, string>>,
  message: unknown,
  files: readonly File[],
  onProgress?: (sentBytes: number, totalBytes: number) => void,
  signal?: AbortSignal,
): Promise<{ status: number; text: string }> {
  const form = new FormData();
  form.append("message", JSON.stringify(message));
  for (const file of files) form.append("attachment", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => onProgress?.(event.loaded, event.total));
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener("error", () => reject(new TypeError("network")));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
