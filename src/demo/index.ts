export { demoLines, fillDemo } from "./fill-demo.ts";
