/** Files dropped anywhere on an element. Returns how to stop; while something hovers, the element has `data-drop`. */
export function takeDrops(element: HTMLElement, take: (files: readonly File[]) => void): () => void {
  const stop = new AbortController();
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
  const over = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    element.dataset["drop"] = "";
  };
  const leave = (event: DragEvent): void => {
    if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) delete element.dataset["drop"];
  };
  const drop = (event: DragEvent): void => {
    delete element.dataset["drop"];
    if (!carriesFiles(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  };
  element.addEventListener("dragover", over, { signal: stop.signal });
  element.addEventListener("dragleave", leave, { signal: stop.signal });
  element.addEventListener("drop", drop, { signal: stop.signal });
  return () => stop.abort();
}

/** Files that were copied as such. Office programs put a picture of the text beside the text: that is no attachment. */
export const pastedFiles = (clipboard: DataTransfer | null): readonly File[] =>
  clipboard === null || clipboard.types.includes("text/plain") ? [] : [...clipboard.files];
