// Whether the database answers. Every command tells by how it ends, and so does the application, which
// notices a lost server also while nobody asks it for anything.
import { useSyncExternalStore } from "react";

let connected = true;
const listeners = new Set<() => void>();

/** Notes what was found out last. */
export function setConnected(now: boolean): void {
  if (now === connected) return;
  connected = now;
  for (const listener of listeners) listener();
}

/** Calls back when the connection goes and comes; gives what ends that. */
export function onConnectionChange(callback: (connected: boolean) => void): () => void {
  const listener = () => callback(connected);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the database answers, as far as is known. */
export function useConnected(): boolean {
  return useSyncExternalStore(
    (listener) => onConnectionChange(listener),
    () => connected,
  );
}
