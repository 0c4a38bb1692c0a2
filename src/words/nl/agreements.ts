import type { Sentence } from "../sentence.ts";

/** Fouten in werkafspraken: regel, wat, wat er hoort te staan. */
export const agreements = {
  "agreements.document_wrong":
    "Deze afspraken zijn niet in orde (om te beginnen op regel {line}) en gelden niet; de oude blijven van kracht. Laat ze eerst controleren: dan staat er bij elke fout wat er hoort.",
  "agreements.changed_meanwhile":
    "Iemand anders heeft intussen nieuwe afspraken van kracht laten worden. Lees ze, en doe het dan opnieuw.",
  "agreements.version_absent": "Deze versie van de afspraken is er niet. Kies er een uit de lijst.",
  "agreements.document_unreadable":
    "Versie {version} van de afspraken is met deze versie van Zegel niet te lezen. Vraag wie Zegel beheert om Zegel bij te werken.",
  "agreements.problem_too_large": "Het bestand is groter dan {limit} KB. Maak het kleiner.",
  "agreements.problem_too_many_lines": "Het bestand heeft meer dan {limit} regels. Maak het korter.",
  "agreements.problem_line_too_long": "Regel {line} is langer dan {limit} tekens. Verdeel de tekst over meer regels.",
  "agreements.problem_too_deep":
    "Regel {line} springt te ver in, of heeft te veel haken in elkaar. Zo diep gaan werkafspraken niet.",
  "agreements.problem_no_yaml":
    "Regel {line} is geen geldige YAML. Kijk daar en op de regel ervoor naar het inspringen, aanhalingstekens en dubbele punten.",
  "agreements.problem_key_twice": "Regel {line}: deze sleutel staat er al. Elke sleutel hoort er één keer te staan.",
  "agreements.problem_one_document":
    "Regel {line}: hier begint een tweede document. Eén bestand hoort één document te zijn.",
  "agreements.problem_no_anchors":
    "Regel {line}: verwijzingen (& en *) en typen (!) mogen niet. Schrijf uit wat er hoort te staan.",
  "agreements.problem_key_missing": "Regel {line}: {path} ontbreekt. Daar hoort {expected}.",
  "agreements.problem_key_unknown":
    "Regel {line}: de sleutel “{found}” bestaat niet op deze plaats ({path}). Kijk of hij goed gespeld is en goed inspringt.",
  "agreements.problem_not_one_of":
    "Regel {line}: bij {path} staat “{found}”. Het hoort een van deze te zijn: {choices}.",
  "agreements.problem_wrong_kind": "Regel {line}: bij {path} staat “{found}”. Daar hoort {expected}.",
  "agreements.problem_out_of_bounds": "Regel {line}: bij {path} staat “{found}”. {bounds}",
  "agreements.problem_wrong_length": "Regel {line}: {path} is te kort of te lang. {bounds}",
  "agreements.problem_wrong_form": "Regel {line}: “{found}” bij {path} is niet goed geschreven. Daar hoort {expected}.",
  "agreements.problem_name_twice":
    "Regel {line}: de naam “{found}” is al gebruikt, of hoort bij Zegel zelf. Elke regel en elke uitzondering hoort een eigen naam te hebben.",
  "agreements.problem_name_unknown":
    "Regel {line}: “{found}” wordt nergens in deze afspraken beschreven. Bekend zijn: {choices}.",
  "agreements.problem_condition_missing":
    "Regel {line}: bij {path} staat niet waarop gelet wordt. Noem ten minste één kenmerk.",
  "agreements.problem_check_out_of_place": "Regel {line}: een ontvangerscontrole hoort alleen bij “secure” of “hold”.",
  "agreements.problem_approver_missing":
    "Regel {line}: hier wordt mail in quarantaine gezet, maar er is geen vrijgever. Noem bij approval.approvers wie vrijgeeft.",
  "agreements.problem_standin_is_approver":
    "Regel {line}: {found} is zelf al vrijgever. Noem als vervanger iemand anders.",
  "agreements.problem_at_least": "Daar hoort ten minste {least}.",
  "agreements.problem_at_most": "Daar hoort ten hoogste {most}.",
  "agreements.expected_text": "tekst (zet een getal dat als tekst bedoeld is tussen aanhalingstekens)",
  "agreements.expected_number": "een getal",
  "agreements.expected_whole_number": "een geheel getal",
  "agreements.expected_yes_no": "true of false",
  "agreements.expected_list": "een lijst, met een streepje voor elke regel",
  "agreements.expected_mapping": "sleutels met een dubbele punt",
  "agreements.expected_day": "een dag zoals 2027-01-31",
  "agreements.expected_address": "een e-mailadres",
  "agreements.expected_domain": "een domein zoals praktijk.nl, of *.praktijk.nl voor alles daaronder",
  "agreements.expected_short_name": "een korte naam uit kleine letters, cijfers en streepjes",
  "agreements.expected_plain_text": "gewone tekst op één regel, zonder stuurtekens",
} satisfies Record<string, Sentence>;
