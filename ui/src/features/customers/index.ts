export { titleKeys } from "./extensions";
