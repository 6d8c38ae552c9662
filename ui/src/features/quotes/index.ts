// What other features may use of quotes.
export { useExpireQuotes } from "./useExpireQuotes";
