import { describe, expect, it } from "vitest";
import { keysOf, read, sourceFiles } from "./sources";
import { literalTexts, unknownKeys } from "./texts";

const code = sourceFiles(/\.tsx?$/).filter((path) => !/\.test\.tsx?$|^test\//.test(path));

describe("words", () => {
  it("sys_7_both_languages_have_the_same_keys", () => {
    const portuguese = keysOf("pt-BR");
    const english = keysOf("en");
    expect([...english.keys()]).toEqual([...portuguese.keys()]);
    for (const [namespace, keys] of portuguese)
      expect([...(english.get(namespace) ?? [])].sort(), namespace).toEqual([...keys].sort());
  });

  it("sys_7_both_languages_use_the_same_parameters", () => {
    const holes = (path: string) => (read(path).match(/\{\{\w+\}\}/g) ?? []).sort();
    for (const path of sourceFiles(/\/locale\/pt-BR\.json$/))
      expect(holes(path.replace("pt-BR", "en")), path).toEqual(holes(path));
  });

  it("sys_7_no_literal_text_stands_on_a_screen", () => {
    expect(code.flatMap((path) => literalTexts(path))).toEqual([]);
  });

  it("every_translation_key_exists", () => {
    const keys = keysOf("pt-BR");
    expect(code.flatMap((path) => unknownKeys(path, keys))).toEqual([]);
  });

  it("the_checker_sees_literal_text", () => {
    const wrong = [
      "<p>Olá mundo</p>",
      '<p>{"Olá"}</p>',
      '<a title="Olá" />',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source text under test
      "<a aria-label={`Olá ${n}`} />",
      '<a label={x ? "Sim" : t("a")} />',
    ];
    for (const text of wrong) expect(literalTexts("x.tsx", `const a = ${text};`), text).toHaveLength(1);
    const right = [
      '<a title={t("x")} className="olá" />',
      '<p>{"·"} {n}</p>',
      '<p>{n > 0 ? t("a.b") : ""}</p>',
    ];
    for (const text of right) expect(literalTexts("x.tsx", `const a = ${text};`), text).toEqual([]);
  });

  it("the_checker_sees_unknown_keys", () => {
    const keys = new Map([["home", new Set(["a.b", "n_one", "n_other"])]]);
    const file = (call: string) => `const { t } = useTranslation("home"); const a = ${call};`;
    for (const call of ['t("a.c")', 't("other:a.b")', 't(x ? "a.b" : "zz")', "({ labelKey: 'home:zz' })"])
      expect(unknownKeys("x.tsx", keys, file(call)), call).toHaveLength(1);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text under test
    for (const call of ['t("a.b")', 't("home:a.b")', 't("n")', "t(`a.${x}`)"])
      expect(unknownKeys("x.tsx", keys, file(call)), call).toEqual([]);
  });
});
