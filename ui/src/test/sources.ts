// What the tests that read the source share: the files, their syntax trees, the texts.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const sourceRoot = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Paths below `src`, with forward slashes. */
export function sourceFiles(pattern: RegExp): string[] {
  return readdirSync(sourceRoot, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(sourceRoot, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => pattern.test(path))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(sourceRoot, path), "utf8");
}

export function parse(path: string, text = read(path)): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
}

/** Calls `visit` for every node below `node`. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

type Texts = { [key: string]: string | Texts };

/** Every key of a file of texts, such as `actions.save`. */
export function flatKeys(texts: Texts, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : flatKeys(value, `${prefix}${key}.`),
  );
}

/** Keys by namespace for one language. */
export function keysOf(language: string): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  for (const path of sourceFiles(new RegExp(`/locale/${language}\\.json$`))) {
    const namespace = path.split("/").at(-3) as string;
    keys.set(namespace, new Set(flatKeys(JSON.parse(read(path)) as Texts)));
  }
  return keys;
}
