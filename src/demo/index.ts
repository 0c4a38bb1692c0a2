export { demoLines, fillDemo } from "./fill-demo.ts";
export { renewDemo } from "./renew-demo.ts";
