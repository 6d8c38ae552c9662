// What only a desktop can do. The shell checks each of these again in Rust; nothing here reads a file
// or opens an address by itself.
import { invoke, isTauri } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

/** What a file is for: decides the endings that the dialog offers. */
export type FileKind = "table" | "pdf" | "image" | "backup" | "any";

/** Asks for a file to read; gives its path, or null when the person gave up. */
export function pickFile(title: string, kind: FileKind): Promise<string | null> {
  return invoke("pick_file", { title, kind });
}

/** Asks for a folder; gives its path, or null when the person gave up. */
export function pickFolder(title: string): Promise<string | null> {
  return invoke("pick_folder", { title });
}

/** Asks where to write a file; gives its path, or null when the person gave up. */
export function saveFile(title: string, kind: FileKind, fileName: string): Promise<string | null> {
  return invoke("save_file", { title, kind, fileName });
}

/** Opens a page (https or http only) in the system's browser. */
export function openLink(url: string): Promise<void> {
  return invoke("open_link", { url });
}

/** Closes the program. */
export function quit(): Promise<void> {
  return invoke("quit");
}

let told = false;

/** Tells the shell, once, that the first screen is painted and can be used. */
export function tellReady(): void {
  if (told || !isTauri()) return;
  told = true;
  requestAnimationFrame(() => requestAnimationFrame(() => void invoke("ready")));
}

/** Calls back with the tags of whatever became stale without this window asking for it. */
export function onChanged(callback: (tags: string[]) => void): void {
  if (isTauri()) void listen<string[]>("changed", (event) => callback(event.payload));
}

/** Calls back when the application finds that the database is gone or back. */
export function onConnection(callback: (connected: boolean) => void): void {
  if (isTauri()) void listen<boolean>("connection", (event) => callback(event.payload));
}

/** What a file dragged over the window does: it hangs there, leaves, or is let go. */
export type FileDrag = "over" | "left" | { paths: string[] };

/** Calls back while files are dragged over the window; gives what ends that. */
export function onFileDrag(callback: (drag: FileDrag) => void): () => void {
  if (!isTauri()) return () => {};
  const listening = [
    listen("tauri://drag-enter", () => callback("over")),
    listen("tauri://drag-leave", () => callback("left")),
    listen<{ paths: string[] }>("tauri://drag-drop", (event) => {
      callback("left");
      callback({ paths: event.payload.paths });
    }),
  ];
  return () => {
    for (const one of listening) void one.then((end) => end());
  };
}
