export { WaitingBanner } from "./WaitingBanner";
