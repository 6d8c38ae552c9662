// Finds words written into screens, and translation keys that do not exist.
import ts from "typescript";
import { parse, walk } from "./sources";

const SPOKEN = new Set([
  "label",
  "placeholder",
  "title",
  "description",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "alt",
  "hint",
  "message",
  "submitLabel",
  "error",
  "nothingFound",
]);
const LETTERS = /\p{L}{2,}/u;

/** Literal words on a screen of this file, each with its line. */
export function literalTexts(path: string, text?: string): string[] {
  const file = parse(path, text);
  const found: string[] = [];
  const note = (node: ts.Node, words: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push(`${path}:${line + 1} ${words.trim()}`);
  };
  const literal = (node: ts.Node | undefined) => {
    if (node === undefined) return;
    if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) && LETTERS.test(node.text))
      note(node, node.text);
    else if (ts.isTemplateExpression(node)) {
      const words = node.head.text + node.templateSpans.map((span) => span.literal.text).join(" ");
      if (LETTERS.test(words)) note(node, words);
    } else if (ts.isConditionalExpression(node)) {
      literal(node.whenTrue);
      literal(node.whenFalse);
    } else if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node)) literal(node.expression);
    else if (ts.isBinaryExpression(node)) {
      literal(node.left);
      literal(node.right);
    }
  };
  walk(file, (node) => {
    if (ts.isJsxText(node) && LETTERS.test(node.text)) note(node, node.text);
    if (ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)))
      literal(node.expression);
    if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText(file))) literal(node.initializer);
  });
  return found;
}

function namespaceOf(file: ts.SourceFile): string {
  let namespace = "shared";
  walk(file, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText(file) !== "useTranslation") return;
    const [first] = node.arguments;
    if (first && ts.isStringLiteral(first)) namespace = first.text;
    if (
      first &&
      ts.isArrayLiteralExpression(first) &&
      first.elements[0] &&
      ts.isStringLiteral(first.elements[0])
    )
      namespace = first.elements[0].text;
  });
  return namespace;
}

function exists(key: string, namespace: string, keys: Map<string, Set<string>>, prefix: boolean): boolean {
  const [space, name] = key.includes(":") ? (key.split(":", 2) as [string, string]) : [namespace, key];
  const known = keys.get(space);
  if (known === undefined) return prefix && space.includes("$");
  if (prefix) return [...known].some((candidate) => candidate.startsWith(name));
  return known.has(name) || known.has(`${name}_one`) || known.has(`${name}_other`);
}

/** Keys used in this file that no text has, each with its line. */
export function unknownKeys(path: string, keys: Map<string, Set<string>>, text?: string): string[] {
  const file = parse(path, text);
  const namespace = namespaceOf(file);
  const missing: string[] = [];
  const check = (node: ts.Node | undefined, group = false) => {
    if (node === undefined) return;
    let known = true;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
      known = exists(group ? `${node.text}.` : node.text, namespace, keys, group);
    else if (ts.isTemplateExpression(node) && node.head.text !== "")
      known = exists(node.head.text, namespace, keys, true);
    else if (ts.isConditionalExpression(node)) {
      check(node.whenTrue);
      check(node.whenFalse);
    }
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    if (!known) missing.push(`${path}:${line + 1} ${node.getText(file)}`);
  };
  walk(file, (node) => {
    if (ts.isCallExpression(node) && /(^|\.)t$/.test(node.expression.getText(file)))
      check(node.arguments[0], node.arguments[1]?.getText(file).includes("returnObjects"));
    if (ts.isPropertyAssignment(node) && node.name.getText(file) === "labelKey") check(node.initializer);
    if (ts.isJsxAttribute(node) && node.name.getText(file) === "i18nKey") check(node.initializer);
  });
  return missing;
}
