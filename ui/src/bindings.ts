// Generated from the application's list of commands (`make bindings`). Do not edit.

export type Permission = string;
export type Tag = "session" | "status";

export interface SessionUser {
  id: string;
  name: string;
  username: string;
  permissions: Permission[];
}

export interface DatabaseState {
  engine: "sqlite" | "postgres";
  connected: boolean;
  label: string;
}

export interface AppStatus {
  state: "needs_administrator" | "signed_out" | "locked" | "signed_in";
  user: SessionUser | null;
  database: DatabaseState;
  version: string;
  idle_lock_minutes: number;
}

export interface CreateFirstAdministrator {
  name: string;
  username: string;
  password: string;
  company_name: string;
  company_document?: string | null;
}

export interface SignIn {
  username: string;
  password: string;
}

export interface Unlock {
  password: string;
}

export interface Commands {
  "app.status": { request: Record<string, never>; response: AppStatus };
  "access.create_first_administrator": { request: CreateFirstAdministrator; response: AppStatus };
  "access.sign_in": { request: SignIn; response: AppStatus };
  "access.sign_out": { request: Record<string, never>; response: AppStatus };
  "access.lock": { request: Record<string, never>; response: AppStatus };
  "access.unlock": { request: Unlock; response: AppStatus };
}

export interface CommandInfo {
  permission: Permission | null;
  mode: "read" | "write" | "task";
  provides: Tag[];
  stales: Tag[];
}

export const commandInfo: Record<keyof Commands, CommandInfo> = {
  "app.status": { permission: null, mode: "read", provides: ["status", "session"], stales: [] },
  "access.create_first_administrator": { permission: null, mode: "write", provides: [], stales: ["session"] },
  "access.sign_in": { permission: null, mode: "write", provides: [], stales: ["session"] },
  "access.sign_out": { permission: null, mode: "write", provides: [], stales: ["session"] },
  "access.lock": { permission: null, mode: "write", provides: [], stales: ["session"] },
  "access.unlock": { permission: null, mode: "write", provides: [], stales: ["session"] },
};
