import { useEffect, useState } from "react";
import { readImage } from "./read-image.ts";
import { pictureOf } from "./uploads.ts";

export interface Illustrated {
  readonly draftId: string;
  readonly version: number;
  readonly html: string;
}

const shownPicture = / src="cid:([^"]*)"/giu;
const named = (reference: string): string => reference.replaceAll("&amp;", "&");
const none: ReadonlyMap<string, string> = new Map();

/** The pictures that a text shows, by content id. */
export const picturesIn = (html: string): string[] =>
  [...html.matchAll(shownPicture)].map(([, reference]) => named(reference!));

/** A text for a frame, in which only pictures stand that are at hand. */
export const withPictures = (html: string, pictures: ReadonlyMap<string, string>): string =>
  html.replaceAll(shownPicture, (_all, reference: string) => {
    const address = pictures.get(named(reference));
    return address === undefined ? "" : ` src="${address}"`;
  });

async function loaded(text: Illustrated, contentId: string): Promise<readonly [string, string] | undefined> {
  const address = pictureOf(text, contentId);
  if (address === undefined || address.startsWith("data:")) return address ? [contentId, address] : undefined;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) return undefined;
  const blob = await answer.blob();
  const dataUrl = await readImage(new File([blob], contentId, { type: blob.type }));
  return dataUrl === undefined ? undefined : [contentId, dataUrl];
}

/** Pictures as a letter's frame may show them: with their bytes in the address. An empty text asks for none. */
export function useLoadedPictures({ draftId, version, html }: Illustrated): ReadonlyMap<string, string> {
  const [pictures, setPictures] = useState(none);
  // Typing saves the draft anew; whether it lies on the server at all is what matters here.
  const isSaved = version > 0;
  useEffect(() => {
    let isWanted = true;
    const text = { draftId, version: isSaved ? 1 : 0, html };
    const load = async (contentIds: readonly string[]): Promise<void> => {
      const found = await Promise.all(contentIds.map((contentId) => loaded(text, contentId).catch(() => undefined)));
      if (isWanted) setPictures(new Map(found.filter((each) => each !== undefined)));
    };
    const shown = picturesIn(html);
    if (shown.length > 0) void load(shown);
    return () => {
      isWanted = false;
    };
  }, [draftId, isSaved, html]);
  return pictures;
}
