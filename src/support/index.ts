export { askQuestion, type Question, type SupportApp } from "./ask-question.ts";
export { handOverQuestion, listQuestions, type QuestionEntry, settleQuestion } from "./questions.ts";
