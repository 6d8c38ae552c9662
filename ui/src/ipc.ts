// The only door to the application: every screen reads with `useCommandQuery`, changes with
// `useCommand`, and never calls the shell directly. What a command makes stale is declared
// beside the command, so a mutation refreshes the right lists without the screen saying so.

import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { invoke } from "@tauri-apps/api/core";
import {
  type Commands,
  commandInfo,
  type FolderCheck,
  type FolderInput,
  type ServerCheck,
  type ServerInput,
  type SetupStart,
} from "@/bindings";
import { setConnected } from "@/connection";

export type CommandName = keyof Commands;
export type Request<C extends CommandName> = Commands[C]["request"];
export type Response<C extends CommandName> = Commands[C]["response"];

/** One refused field: `field` is the path inside the request, such as `lines.0.quantity`. */
export interface Issue {
  field: string;
  code: string;
  params?: Record<string, unknown>;
}

export type ErrorCode =
  | "invalid"
  | "not_found"
  | "conflict"
  | "forbidden"
  | "unauthenticated"
  | "locked"
  | "unavailable"
  | "internal";

/** What a command answers when it refuses. Translate it with `useErrorText`, never show `message`. */
export class CommandError extends Error {
  readonly code: ErrorCode;
  readonly params: Record<string, unknown>;
  readonly issues: Issue[];
  readonly command: string;

  constructor(command: string, code: ErrorCode, params: Record<string, unknown> = {}, issues: Issue[] = []) {
    super(`${command}: ${code}`);
    this.name = "CommandError";
    this.command = command;
    this.code = code;
    this.params = params;
    this.issues = issues;
  }
}

function toCommandError(command: string, reason: unknown): CommandError {
  if (reason instanceof CommandError) return reason;
  if (typeof reason === "object" && reason !== null && "code" in reason) {
    const raw = reason as { code: ErrorCode; params?: Record<string, unknown>; issues?: Issue[] };
    return new CommandError(command, raw.code, raw.params ?? {}, raw.issues ?? []);
  }
  console.error(command, reason);
  return new CommandError(command, "internal", { id: "-" });
}

/** Runs a command. Rejects with a `CommandError`. */
export async function call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>> {
  try {
    const answer = await invoke<Response<C>>("rpc", { command, request });
    setConnected(true);
    return answer;
  } catch (reason) {
    const error = toCommandError(command, reason);
    if (isLost(error)) setConnected(false);
    throw error;
  }
}

/** What the assistant asks and does before any database is open. */
export interface SetupDoors {
  start: { request: Record<string, never>; response: SetupStart };
  check_folder: { request: FolderInput; response: FolderCheck };
  check_server: { request: ServerInput; response: ServerCheck };
  use_folder: { request: FolderInput; response: FolderCheck };
  use_server: { request: ServerInput; response: ServerCheck };
  /** Opens what was chosen, in the place of what is open. */
  open: { request: Record<string, never>; response: null };
}

/** Goes through a door of the assistant. Rejects with a `CommandError`. */
export async function callSetup<D extends keyof SetupDoors>(
  door: D,
  request: SetupDoors[D]["request"],
): Promise<SetupDoors[D]["response"]> {
  try {
    return await invoke<SetupDoors[D]["response"]>("setup", { command: door, request });
  } catch (reason) {
    throw toCommandError(`setup.${door}`, reason);
  }
}

/** Whether the refusal says that the database does not answer. */
export function isLost(error: CommandError): boolean {
  return error.code === "unavailable" && error.params.reason === "database_unreachable";
}

/** The error of a query or mutation as a `CommandError`, whatever was thrown. */
export function asCommandError(error: unknown): CommandError {
  return toCommandError("", error);
}

/** The cache key of a command with its request. */
export function commandKey<C extends CommandName>(command: C, request: Request<C>) {
  return [command, request] as const;
}

/** Refreshes every query that reads something carrying one of `tags`. */
export function invalidateTags(client: QueryClient, tags: readonly string[]): Promise<void> {
  const stale = new Set(tags);
  return client.invalidateQueries({
    predicate: (query) => {
      const info = commandInfo[query.queryKey[0] as CommandName];
      return info?.provides.some((tag) => stale.has(tag)) ?? false;
    },
  });
}

export interface CommandQueryOptions {
  /** False keeps the query asleep, for example until something is chosen. */
  enabled?: boolean;
  /** Shows the previous answer while a changed request is on its way. */
  keepPrevious?: boolean;
  /** Asks again every so many milliseconds. */
  refetchInterval?: number;
  staleTime?: number;
}

/** Reads with a command and keeps the answer fresh. */
export function useCommandQuery<C extends CommandName>(
  command: C,
  request: Request<C>,
  options: CommandQueryOptions = {},
) {
  const client = useQueryClient();
  const queryKey = commandKey(command, request);
  return useQuery<Response<C>, CommandError>({
    queryKey,
    // What was read, and what is being typed over it, stays on the screen while the database is away.
    queryFn: () =>
      call(command, request).catch((error: CommandError) => {
        const known = client.getQueryData<Response<C>>(queryKey);
        if (known === undefined || !isLost(error)) throw error;
        return known;
      }),
    enabled: options.enabled,
    refetchInterval: options.refetchInterval,
    staleTime: options.staleTime,
    placeholderData: options.keepPrevious ? (keepPreviousData as never) : undefined,
  });
}

/** Changes with a command; what it makes stale is read again. */
export function useCommand<C extends CommandName>(command: C) {
  const client = useQueryClient();
  return useMutation<Response<C>, CommandError, Request<C>>({
    mutationFn: (request) => call(command, request),
    onSuccess: () => void invalidateTags(client, commandInfo[command].stales),
    // What stood on an older version is read again, also where no word of the other's change arrived.
    onError: (error) => {
      if (error.code === "conflict") void invalidateTags(client, commandInfo[command].stales);
    },
  });
}
