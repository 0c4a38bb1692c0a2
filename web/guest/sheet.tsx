/** @jsxImportSource preact */
import type { ComponentChildren, JSX } from "preact";
import { languages, type PageLanguage } from "../parts/languages.ts";
import { waxLetter, waxShape } from "../parts/seal-shape.ts";
import type { Door } from "./guest-call.ts";
import { useWords } from "./words.ts";

export function Seal(props: { broken?: boolean; small?: boolean }): JSX.Element {
  return (
    <svg class={props.small ? "seal seal-small" : "seal"} viewBox="0 0 48 48" aria-hidden="true">
      <path class="wax" d={waxShape} />
      <circle class="wax-ring" cx="24" cy="24" r="15" />
      <path class="wax-letter" d={waxLetter} />
      {props.broken === true && <path class="wax-crack" d="M27 1l-5 12 6 7-8 9 5 7-3 11" />}
    </svg>
  );
}

const phoneAddress = (phone: string): string => `tel:${phone.replaceAll(/[^\d+]/g, "")}`;

/** Where to ask, by the firm's own phone number. */
function AskLine(props: { door: Door | undefined }): JSX.Element | null {
  const { t } = useWords();
  const organisation = props.door?.organisation;
  if (!organisation) return null;
  return (
    <p class="ask">
      {t("guest.doubt")}{" "}
      {organisation.phone === "" ? (
        t("guest.doubt_known_number", { organisation: organisation.name })
      ) : (
        <>
          {t("guest.doubt_call", { organisation: organisation.name })}{" "}
          <a href={phoneAddress(organisation.phone)}>{organisation.phone}</a>
        </>
      )}
    </p>
  );
}

interface SheetProps {
  readonly door: Door | undefined;
  /** Where the firm's logo is. */
  readonly logoAddress: string;
  /** While reading, the firm steps back and the letter comes first. */
  readonly quiet: boolean;
  readonly onLanguage: (language: PageLanguage) => void;
  readonly children: ComponentChildren;
}

/** One column: whose page this is, the matter, where to ask. */
export function Sheet(props: SheetProps): JSX.Element {
  const { t, language } = useWords();
  const organisation = props.door?.organisation;
  return (
    <div class="column">
      <header class={props.quiet ? "firm firm-quiet" : "firm"}>
        {organisation && (
          <>
            {organisation.logo !== "" ? (
              <img class="logo" src={`${props.logoAddress}?v=${organisation.logo}`} alt="" />
            ) : (
              <span class="monogram" aria-hidden="true">
                {organisation.name.slice(0, 1).toUpperCase()}
              </span>
            )}
            <div>
              <p class="firm-name">{organisation.name}</p>
              <p class="firm-domain">{organisation.domain}</p>
            </div>
          </>
        )}
        <fieldset class="languages" aria-label={t("guest.language")}>
          {Object.entries(languages).map(([tag, name]) => (
            <button
              key={tag}
              type="button"
              lang={tag}
              aria-pressed={tag === language}
              aria-label={`${tag.toUpperCase()}, ${name}`}
              onClick={() => props.onLanguage(tag as PageLanguage)}
            >
              {tag.toUpperCase()}
            </button>
          ))}
        </fieldset>
      </header>
      <main>{props.children}</main>
      <footer>
        <AskLine door={props.door} />
        {organisation && organisation.website !== "" && (
          <p>
            <a href={webAddress(organisation.website)} rel="noopener noreferrer" target="_blank">
              {organisation.website.replace(/^https?:\/\//, "")}
            </a>
          </p>
        )}
        {location.pathname !== "/check" && (
          <p>
            <a href="/check" target="_blank" rel="noopener">
              {t("guest.real.link")}
            </a>
          </p>
        )}
        <p class="small-line">{t("guest.small_line")}</p>
      </footer>
    </div>
  );
}

const webAddress = (website: string): string => (/^https?:\/\//.test(website) ? website : `https://${website}`);
