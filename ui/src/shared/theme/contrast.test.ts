import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sourceRoot } from "@/test/sources";

const css = readFileSync(`${sourceRoot}/shared/theme/tokens.css`, "utf8");

function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries([...block.matchAll(/--rg-([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["bg", "panel", "sunk", "hover"];
const neutral = ["text", "dim", "faint"];
const meaning = ["accent", "red", "amber", "blue", "violet", "green"];

const pairs: [string, string][] = [
  ...neutral.flatMap((text) => [...grounds, "accent-soft"].map((ground): [string, string] => [text, ground])),
  ...meaning.flatMap((text) =>
    [...grounds, `${text}-soft`].map((ground): [string, string] => [text, ground]),
  ),
  ...meaning.map((name): [string, string] => ["text", `${name}-soft`]),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-red", "red"],
];

describe.each([
  ["light", tokens(":root")],
  ["dark", tokens(':root[data-mantine-color-scheme="dark"]')],
])("the %s theme", (_, theme) => {
  it.each(pairs)("%s is readable on %s", (text, ground) => {
    expect(contrast(theme[text] as string, theme[ground] as string)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["bg", "panel"])("the outline of a control is seen on %s", (ground) => {
    expect(contrast(theme.control as string, theme[ground] as string)).toBeGreaterThanOrEqual(3);
  });
});
