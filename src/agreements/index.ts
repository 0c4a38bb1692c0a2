export { type Expected, type Place, type Problem, type ProblemCode, sayProblem } from "./problems.ts";
export { type AgreementsRead, readAgreements } from "./read-agreements.ts";
