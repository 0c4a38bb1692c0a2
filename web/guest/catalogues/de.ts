export { common, guest } from "../../words/de.json";
