import type { Sentence } from "../sentence.ts";

/** Fehler in Arbeitsabsprachen: Zeile, was, was erwartet wird. */
export const agreements = {
  "agreements.document_wrong":
    "Diese Absprachen sind nicht in Ordnung (zuerst in Zeile {line}) und gelten nicht; die alten bleiben in Kraft. Lassen Sie sie erst prüfen: Dann steht bei jedem Fehler, was erwartet wird.",
  "agreements.changed_meanwhile":
    "Jemand anderes hat inzwischen neue Absprachen in Kraft gesetzt. Lesen Sie sie und versuchen Sie es dann noch einmal.",
  "agreements.version_absent": "Diese Version der Absprachen gibt es nicht. Wählen Sie eine aus der Liste.",
  "agreements.document_unreadable":
    "Version {version} der Absprachen ist mit dieser Version von Zegel nicht lesbar. Bitten Sie, wer Zegel betreut, es zu aktualisieren.",
  "agreements.problem_too_large": "Die Datei ist größer als {limit} KB. Verkleinern Sie sie.",
  "agreements.problem_too_many_lines": "Die Datei hat mehr als {limit} Zeilen. Kürzen Sie sie.",
  "agreements.problem_line_too_long":
    "Zeile {line} ist länger als {limit} Zeichen. Verteilen Sie den Text auf mehrere Zeilen.",
  "agreements.problem_too_deep":
    "Zeile {line} ist zu weit eingerückt oder hat zu viele verschachtelte Klammern. So tief gehen Absprachen nicht.",
  "agreements.problem_no_yaml":
    "Zeile {line} ist kein gültiges YAML. Prüfen Sie dort und in der Zeile davor Einrückung, Anführungszeichen und Doppelpunkte.",
  "agreements.problem_key_twice":
    "Zeile {line}: Dieser Schlüssel steht schon da. Jeder Schlüssel wird einmal erwartet.",
  "agreements.problem_one_document":
    "Zeile {line}: Hier beginnt ein zweites Dokument. Eine Datei muss ein einziges Dokument sein.",
  "agreements.problem_no_anchors":
    "Zeile {line}: Verweise (& und *) und Typen (!) sind nicht erlaubt. Schreiben Sie aus, was dort stehen soll.",
  "agreements.problem_key_missing": "Zeile {line}: {path} fehlt. Dort wird erwartet: {expected}.",
  "agreements.problem_key_unknown":
    "Zeile {line}: Den Schlüssel „{found}“ gibt es an dieser Stelle nicht ({path}). Prüfen Sie Schreibweise und Einrückung.",
  "agreements.problem_not_one_of": "Zeile {line}: Bei {path} steht „{found}“. Erwartet wird eines von: {choices}.",
  "agreements.problem_wrong_kind": "Zeile {line}: Bei {path} steht „{found}“. Dort wird erwartet: {expected}.",
  "agreements.problem_out_of_bounds": "Zeile {line}: Bei {path} steht „{found}“. {bounds}",
  "agreements.problem_wrong_length": "Zeile {line}: {path} ist zu kurz oder zu lang. {bounds}",
  "agreements.problem_wrong_form":
    "Zeile {line}: „{found}“ bei {path} ist nicht richtig geschrieben. Dort wird erwartet: {expected}.",
  "agreements.problem_name_twice":
    "Zeile {line}: Der Name „{found}“ ist schon vergeben oder gehört zu Zegel. Jede Regel und jede Ausnahme braucht einen eigenen Namen.",
  "agreements.problem_name_unknown":
    "Zeile {line}: „{found}“ wird nirgends in diesen Absprachen beschrieben. Bekannt sind: {choices}.",
  "agreements.problem_condition_missing":
    "Zeile {line}: {path} sagt nicht, worauf geachtet wird. Nennen Sie mindestens ein Merkmal.",
  "agreements.problem_check_out_of_place": "Zeile {line}: Eine Empfängerprüfung gehört nur zu „secure“ oder „hold“.",
  "agreements.problem_approver_missing":
    "Zeile {line}: Hier kommt Post in Quarantäne, aber niemand gibt sie frei. Nennen Sie unter approval.approvers, wer das tut.",
  "agreements.problem_standin_is_approver":
    "Zeile {line}: {found} gibt schon selbst frei. Nennen Sie jemand anderen als Vertretung.",
  "agreements.problem_at_least": "Erwartet wird mindestens {least}.",
  "agreements.problem_at_most": "Erwartet wird höchstens {most}.",
  "agreements.expected_text": "Text (eine Zahl, die Text sein soll, in Anführungszeichen)",
  "agreements.expected_number": "eine Zahl",
  "agreements.expected_whole_number": "eine ganze Zahl",
  "agreements.expected_yes_no": "true oder false",
  "agreements.expected_list": "eine Liste, mit einem Strich vor jeder Zeile",
  "agreements.expected_mapping": "Schlüssel mit Doppelpunkt",
  "agreements.expected_day": "ein Tag wie 2027-01-31",
  "agreements.expected_address": "eine E-Mail-Adresse",
  "agreements.expected_domain": "eine Domain wie praxis.de, oder *.praxis.de für alles darunter",
  "agreements.expected_short_name": "ein kurzer Name aus Kleinbuchstaben, Ziffern und Strichen",
  "agreements.expected_plain_text": "einfacher Text in einer Zeile, ohne Steuerzeichen",
} satisfies Record<string, Sentence>;
