/** Questions to colleagues who help. */
export const support = {
  "support.nobody":
    "There is nobody else who can help. Name a superuser under Members, or call whom the working agreements name.",
  "support.question_absent": "This question is not there any more. Load the list again.",
  "support.subject": "Question: {text}",
  "support.context": "Asked at: {screen} · Zegel {version}",
};
