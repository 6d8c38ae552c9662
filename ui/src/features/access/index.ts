// What other features use of this one.
export { EntranceFrame, EntranceTitle } from "./Entrance";
