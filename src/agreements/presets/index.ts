import { type Language, type Trade, trades } from "#/contract/index.ts";
import { say } from "#/words/index.ts";
import { type Choices, documentOf } from "./common.ts";
import { tradeDocuments } from "./trades.ts";

export interface Preset {
  readonly trade: Trade;
  readonly title: string;
  /** YAML, with the sources as comments. */
  readonly text: string;
}

/** Documents to begin with. They are starting points: what a firm must do, it decides itself. */
export const listPresets = (language: Language): Preset[] =>
  trades.map((trade) => ({
    trade,
    title: say(language, `agreement-trade.${trade}`),
    text: documentOf(tradeDocuments[trade]),
  }));

/** The document of a firm that answered the four questions, on top of what its trade begins with. */
export const composeDocument = (trade: Trade, choices: Choices): string => documentOf(tradeDocuments[trade], choices);
