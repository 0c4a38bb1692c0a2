export { common, guest } from "../../words/fr.json";
