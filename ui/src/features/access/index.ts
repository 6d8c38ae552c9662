// What other features use of this one.
export { LanguageSwitch } from "./LanguageSwitch";
