export { DemoNote } from "./DemoNote";
export { DemoOffer } from "./DemoOffer";
