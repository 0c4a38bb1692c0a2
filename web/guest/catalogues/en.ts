export { common, guest } from "../../words/en.json";
