import { expect, test } from "vitest";
import { formatted, type PageState, parsed, START } from "../src/model/address";

const STATES: Partial<PageState>[] = [
  {},
  { country: "DE", areas: ["PQ", "SD"], region: "DE-BY", role: "DIMIC", keyword: "Food & beverages", inactive: true },
  { country: "EL", areas: [], relations: [], view: "table", theme: "dark", language: "fr" },
  { lens: "de/a b~c", selected: "ελ/%7E&=#?", why: { monitor: "x~y%7E", authority: "~%25~" }, open: "nimic@DE-BY" },
  { at: "2026-03-03", from: "2024-02-29" },
  { every: true, relations: ["VALIDATES", "LINKED_TO"], zoom: { k: 2.5, x: -10.25, y: 3 } },
];

test.each(STATES)("%j stands in the address and is read back from it", (some) => {
  const state = { ...START, ...some };
  expect(parsed(formatted(state))).toEqual(state);
});

test.each(["?z=1,2", "?z=0,1,1", "?z=a,b,c", "?why=x", "?why=a~b~c", "?role=KING", "?view=3d", "?theme=pink", "?rel=nothing", "?at=today", "?at=2026-02-30&from=2023-02-29", "?from=2026-3-3"])(
  "what makes no sense in %s is left aside",
  (search) => {
    expect({ ...parsed(search), relations: START.relations }).toEqual(START);
  },
);
