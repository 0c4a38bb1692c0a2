import { contextBit, type ContextKind } from "../context-kinds.ts";
import { Dictionary } from "../dictionary.ts";
import { commonWords, firmWords } from "./common-words.ts";
import { ambiguousNames, givenNames } from "./given-names.ts";
import { closings, greetings, leadingParticles, particles, saints, surnames, titles } from "./surnames.ts";
import { curriculumShift, curriculumWords, personalWords, type Topic, topicBit, topicWords } from "./topics.ts";
import { contextWords, numberEndings } from "./context-words.ts";
import { months } from "./months.ts";
import { monthShift, natureBit } from "./natures.ts";
import { places } from "./places.ts";
import { boxes, streetsBefore } from "./streets.ts";

let built: Dictionary | undefined;

/** Single plain words, to which `nummer` may be glued. */
const singles = (list: string): string[] =>
  list.split(/[,\n]/).flatMap((entry) => (/^[^\s*=]+$/.test(entry.trim()) ? [entry.trim()] : []));

/** Every word that means something to a rule; built when first asked for, which takes a few milliseconds. */
export function vocabulary(): Dictionary {
  if (built) return built;
  const dictionary = new Dictionary();
  for (const [kind, list] of Object.entries(contextWords) as [ContextKind, string][]) {
    dictionary.add(list, { context: contextBit[kind] });
    if (kind === "thing" || kind === "customer")
      for (const word of singles(list))
        dictionary.add(numberEndings.map((ending) => `${word}${ending}`).join(), { context: contextBit[kind] });
  }
  months.forEach((names, at) => dictionary.add(names, { nature: (at + 1) << monthShift }));
  dictionary.add(places.replaceAll("-", " "), { nature: natureBit.place });
  for (const word of places.split(/[\s,-]+/)) if (word.length > 4) dictionary.add(word, { nature: natureBit.place });
  dictionary.add(streetsBefore, { nature: natureBit.streetBefore });
  dictionary.add(boxes, { nature: natureBit.box });
  dictionary.add(commonWords, { nature: natureBit.common });
  dictionary.add(firmWords, { nature: natureBit.firm });
  dictionary.add(givenNames, { nature: natureBit.given });
  dictionary.add(ambiguousNames, { nature: natureBit.given | natureBit.ambiguous });
  dictionary.add(surnames.replaceAll("O ", "O"), { nature: natureBit.surname });
  dictionary.add(particles, { nature: natureBit.particle });
  dictionary.add(leadingParticles, { nature: natureBit.leading });
  dictionary.add(saints, { nature: natureBit.saint });
  dictionary.add(titles, { nature: natureBit.title });
  dictionary.add(greetings, { nature: natureBit.greeting });
  dictionary.add(closings, { nature: natureBit.closing });
  dictionary.add(personalWords, { nature: natureBit.personal });
  for (const [topic, list] of Object.entries(topicWords) as [Topic, string][])
    dictionary.add(list, { topic: topicBit[topic] });
  curriculumWords.forEach((list, part) => dictionary.add(list, { topic: 1 << (curriculumShift + part) }));
  built = dictionary.build();
  return built;
}
