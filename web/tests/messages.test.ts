import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../src/page/intl";
import { RELATIONS } from "../src/model/network";
import { ROLES } from "../src/model/filters";
import { PARTS } from "../src/page/missing";

const source = resolve(import.meta.dirname, "../src");
const read = (kind: string) =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      JSON.parse(readFileSync(resolve(source, kind, `${language}.json`), "utf8")) as Record<string, string>,
    ]),
  );
const messages = read("messages");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
const code = files.map((name) => readFileSync(resolve(source, name), "utf8")).join("\n");

function argumentsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    const own = element.type === TYPE.literal || element.type === TYPE.pound ? [] : [element.value];
    const options = "options" in element ? Object.values(element.options).flatMap(({ value }) => argumentsOf(value)) : [];
    return [...own, ...options];
  });
}

describe.each(["messages", "sentences"].flatMap((kind) => LANGUAGES.map((language) => [kind, language])))("the %s in %s", (kind, language) => {
  const texts = read(kind)[language]!;
  const english = read(kind).en!;

  test("are all there, and no others", () => {
    expect(Object.keys(texts)).toEqual(Object.keys(english));
  });

  test("have the same arguments as in English", () => {
    const names = (text: string) => [...new Set(argumentsOf(parse(text)))].sort();
    for (const [id, text] of Object.entries(texts)) expect([id, names(text)]).toEqual([id, names(english[id]!)]);
  });

  test("say something", () => {
    for (const [id, text] of Object.entries(texts)) expect([id, text.trim() !== ""]).toEqual([id, true]);
  });
});

/** What the service calls the acts: its mutations, and the command that imports. */
const ACTIONS = [
  "import",
  ...[.../^type Mutation \{$(.*?)^\}$/ms.exec(readFileSync(resolve(source, "../../schema.graphql"), "utf8"))![1]!.matchAll(/^  (\w+)\(/gm)].map(
    ([, name]) => name!,
  ),
];

const FAMILIES: Record<string, readonly string[]> = {
  action: ACTIONS,
  changed: ["came", "went"],
  kind: ["NIMIC", "SDIMIC", "DIMIC", "CA"],
  "kind.short": ["NIMIC", "SDIMIC", "DIMIC", "CA"],
  relation: [...RELATIONS, "REGISTERED", "APPOINTED"],
  partial: PARTS,
  role: ROLES,
  view: ["map", "table"],
  density: ["clusters", "every"],
  export: ["png", "svg"],
  table: ["holder", "relation", "area", "with", "count"],
  "states.shape": ["sdimics", "dimics", "nimic"],
};

test("every message that the code names is there, and every one that is there is named", () => {
  expect(ACTIONS.length).toBeGreaterThan(20);
  const literal = [...code.matchAll(/"([a-zA-Z]+(?:\.[a-zA-Z]+)*)"/g)].map(([, id]) => id!);
  const families = [...code.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map(([, family]) => family!);
  for (const family of families) expect(FAMILIES).toHaveProperty([family]);
  const named = new Set([...literal, ...Object.entries(FAMILIES).flatMap(([family, ids]) => ids.map((id) => `${family}.${id}`))]);
  const said = [...code.matchAll(/\bsay\(\s*"([^"]+)"/g)].map(([, id]) => id!);
  for (const id of said) expect(messages.en).toHaveProperty([id]);
  for (const id of Object.keys(messages.en!)) expect([id, named.has(id)]).toEqual([id, true]);
});

test.each(LANGUAGES)("every act of the service has a word in %s", (language) => {
  for (const action of ACTIONS) expect(messages[language]).toHaveProperty([`action.${action}`]);
});
