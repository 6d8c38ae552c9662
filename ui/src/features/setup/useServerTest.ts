// Trying a server: what it said of itself, or which field keeps it from answering.
import { useRef, useState } from "react";
import type { ServerCheck, ServerInput } from "@/bindings";
import { asCommandError, type CommandError, callSetup } from "@/ipc";

/** The field that somebody looks at first when a server is out of reach for this reason. */
const FIELDS: Record<string, keyof ServerInput> = {
  database_unreachable: "host",
  database_tls: "host",
  database_tls_authority: "certificate",
  database_missing: "database",
  database_sign_in_refused: "password",
};

/** What keeps a server from being used: fields with their codes, and what is about none of them. */
export interface ServerTrouble {
  issues: { field: keyof ServerInput; code: string; reason: boolean }[];
  error: CommandError | null;
}

/** Sorts a refusal by the fields it is about. */
export function troubleOf(reason: unknown): ServerTrouble {
  const error = asCommandError(reason);
  if (error.issues.length > 0) {
    const issues = error.issues.map(({ field, code }) => ({
      field: field as keyof ServerInput,
      code,
      reason: false,
    }));
    return { issues, error: null };
  }
  const why = String(error.params.reason ?? "");
  const field = error.code === "unavailable" ? FIELDS[why] : undefined;
  return field === undefined
    ? { issues: [], error }
    : { issues: [{ field, code: why, reason: true }], error: null };
}

/** Asks a server; an answer to what has been typed over meanwhile is dropped. */
export function useServerTest() {
  const [found, setFound] = useState<ServerCheck | null>(null);
  const [testing, setTesting] = useState(false);
  const asked = useRef(0);
  const forget = () => {
    asked.current += 1;
    setFound(null);
    setTesting(false);
  };
  const test = async (input: ServerInput): Promise<ServerTrouble | null> => {
    asked.current += 1;
    const mine = asked.current;
    setFound(null);
    setTesting(true);
    try {
      const answer = await callSetup("check_server", input);
      if (asked.current === mine) setFound(answer);
      return null;
    } catch (reason) {
      return asked.current === mine ? troubleOf(reason) : null;
    } finally {
      if (asked.current === mine) setTesting(false);
    }
  };
  return { found, setFound, testing, test, forget };
}
