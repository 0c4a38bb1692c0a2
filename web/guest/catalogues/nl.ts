export { common, guest } from "../../words/nl.json";
