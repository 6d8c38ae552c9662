// What other features, and the window's first screen, use of this one.
export { EMPTY_SERVER, ServerFields } from "./ServerFields";
export { ServerFindings } from "./ServerFindings";
export { SetupAssistant } from "./SetupAssistant";
export { useServerTest } from "./useServerTest";
export { useTroubleWords } from "./useTroubleWords";
