// Every message from the screens to the shell passes through here first, in a frame of its own that
// no script of the screens can reach. What is not on this list does not get through.
const allowed = new Set([
  "rpc",
  "setup",
  "ready",
  "open_link",
  "pick_file",
  "pick_folder",
  "save_file",
  "quit",
  "plugin:event|listen",
  "plugin:event|unlisten",
]);

window.__TAURI_ISOLATION_HOOK__ = (message) => {
  if (!allowed.has(message.cmd)) {
    throw new Error(`the window does not know ${message.cmd}`);
  }
  return message;
};
