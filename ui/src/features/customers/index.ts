export { AlertsNote } from "./AlertsNote";
export { titleKeys } from "./extensions";
