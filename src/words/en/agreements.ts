import type { Sentence } from "../sentence.ts";

/** Mistakes in working agreements: line, what, what was expected. */
export const agreements = {
  "agreements.document_wrong":
    "These agreements are not in order (to begin with on line {line}) and do not apply; the old ones stay in force. Have them checked first: each mistake then says what is expected.",
  "agreements.changed_meanwhile":
    "Somebody else has put new agreements in force in the meantime. Read them, then do it again.",
  "agreements.version_absent": "There is no such version of the agreements. Choose one from the list.",
  "agreements.document_unreadable":
    "Version {version} of the agreements can not be read by this version of Zegel. Have whoever looks after Zegel update it.",
  "agreements.problem_too_large": "The file is larger than {limit} KB. Make it smaller.",
  "agreements.problem_too_many_lines": "The file has more than {limit} lines. Make it shorter.",
  "agreements.problem_line_too_long": "Line {line} is longer than {limit} characters. Spread the text over more lines.",
  "agreements.problem_too_deep":
    "Line {line} is indented too far, or has too many brackets within each other. Agreements do not go that deep.",
  "agreements.problem_no_yaml":
    "Line {line} is not valid YAML. Look there and on the line before at indentation, quotation marks and colons.",
  "agreements.problem_key_twice": "Line {line}: this key is already there. Each key is expected once.",
  "agreements.problem_one_document":
    "Line {line}: a second document begins here. One file is expected to be one document.",
  "agreements.problem_no_anchors":
    "Line {line}: references (& and *) and types (!) are not allowed. Write out what should be there.",
  "agreements.problem_key_missing": "Line {line}: {path} is missing. Expected there: {expected}.",
  "agreements.problem_key_unknown":
    "Line {line}: there is no key “{found}” in this place ({path}). See whether it is spelled and indented correctly.",
  "agreements.problem_not_one_of": "Line {line}: {path} says “{found}”. It is expected to be one of: {choices}.",
  "agreements.problem_wrong_kind": "Line {line}: {path} says “{found}”. Expected there: {expected}.",
  "agreements.problem_out_of_bounds": "Line {line}: {path} says “{found}”. {bounds}",
  "agreements.problem_wrong_length": "Line {line}: {path} is too short or too long. {bounds}",
  "agreements.problem_wrong_form":
    "Line {line}: “{found}” at {path} is not written correctly. Expected there: {expected}.",
  "agreements.problem_name_twice":
    "Line {line}: the name “{found}” is used already, or is one of Zegel’s own. Every rule and every exception is expected to have its own name.",
  "agreements.problem_name_unknown":
    "Line {line}: “{found}” is described nowhere in these agreements. Known are: {choices}.",
  "agreements.problem_condition_missing": "Line {line}: {path} does not say what to look for. Name at least one thing.",
  "agreements.problem_check_out_of_place": "Line {line}: a verification belongs with “secure” or “hold” only.",
  "agreements.problem_approver_missing":
    "Line {line}: mail is held here, but there is no approver. Name under approval.approvers who releases it.",
  "agreements.problem_standin_is_approver":
    "Line {line}: {found} is an approver already. Name somebody else to stand in.",
  "agreements.problem_at_least": "At least {least} is expected.",
  "agreements.problem_at_most": "At most {most} is expected.",
  "agreements.expected_text": "text (put a number that is meant as text between quotation marks)",
  "agreements.expected_number": "a number",
  "agreements.expected_whole_number": "a whole number",
  "agreements.expected_yes_no": "true or false",
  "agreements.expected_list": "a list, with a dash before each line",
  "agreements.expected_mapping": "keys with a colon",
  "agreements.expected_day": "a day such as 2027-01-31",
  "agreements.expected_address": "an e-mail address",
  "agreements.expected_domain": "a domain such as firm.nl, or *.firm.nl for all below it",
  "agreements.expected_short_name": "a short name of small letters, digits and dashes",
  "agreements.expected_plain_text": "plain text on one line, without control characters",
} satisfies Record<string, Sentence>;
