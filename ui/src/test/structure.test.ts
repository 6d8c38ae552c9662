import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parse, read, sourceFiles, walk } from "./sources";

const files = sourceFiles(/\.(tsx?|css)$/).filter((path) => path !== "bindings.ts");
const code = files.filter((path) => /\.tsx?$/.test(path));

/** Modules a file names, relative ones resolved to `@/…`. */
function imports(path: string): string[] {
  const found: string[] = [];
  walk(parse(path), (node) => {
    const target =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
    const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const text = dynamic ? node.arguments[0] : target;
    if (text && ts.isStringLiteral(text)) found.push(resolve(path, text.text));
  });
  return found;
}

function resolve(from: string, name: string): string {
  if (!name.startsWith(".")) return name;
  return new URL(name, `file:///${from}`).pathname.replace(/^\//, "@/");
}

describe("structure", () => {
  it("shared_parts_import_no_feature_and_no_shell", () => {
    const wrong = code
      .filter((path) => path.startsWith("shared/"))
      .flatMap((path) =>
        imports(path)
          .filter((name) => /^@\/(features|app)\//.test(name))
          .map((name) => `${path} → ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it("features_do_not_import_the_shell_nor_the_inside_of_another_feature", () => {
    // A feature offers others only what stands in its `index.ts`.
    const wrong = code.flatMap((path) => {
      const own = /^features\/([^/]+)\//.exec(path)?.[1];
      if (own === undefined) return [];
      return imports(path)
        .filter((name) => {
          const other = /^@\/features\/([^/]+)(\/.*)?$/.exec(name);
          const inside =
            other !== null && other[1] !== own && other[2] !== undefined && other[2] !== "/index";
          return name.startsWith("@/app/") || inside;
        })
        .map((name) => `${path} → ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it("only_ipc_and_shell_talk_to_the_window", () => {
    const wrong = code.filter(
      (path) =>
        !["ipc.ts", "shell.ts"].includes(path) &&
        imports(path).some((name) => name.startsWith("@tauri-apps/api/core")),
    );
    expect(wrong).toEqual([]);
  });

  it("files_stay_under_500_lines", () => {
    expect(files.filter((path) => read(path).split("\n").length > 500)).toEqual([]);
  });

  it("raw_colours_stand_only_in_the_theme", () => {
    const raw = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?)\(/i;
    const wrong = files
      .filter((path) => !path.startsWith("shared/theme/") && !/\.test\.tsx?$|^test\//.test(path))
      .filter((path) =>
        read(path)
          .split("\n")
          .some((line) => raw.test(line.replace(/href="#[^"]*"|\/\/.*$/g, ""))),
      );
    expect(wrong).toEqual([]);
  });
});
