export { useViews, type Views } from "./useViews";
export { ViewBar } from "./ViewBar";
