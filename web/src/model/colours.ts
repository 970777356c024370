/** Which area has which colour: the same in every state. Six have one, the rest share a grey. */

/** The areas of the guidance have fixed ones, so that a map of today and one of tomorrow agree. */
const FIXED = ["PQ", "SD", "PW", "PR", "FA", "PP"];

/** By position of an area the name of its colour: `0` to `5`, or `rest`. */
export function coloursOf(codes: readonly string[]): string[] {
  const taken = new Map<string, string>();
  for (const code of codes) if (FIXED.includes(code)) taken.set(code, String(FIXED.indexOf(code)));
  const free = FIXED.map((_, index) => String(index)).filter((colour) => ![...taken.values()].includes(colour));
  for (const code of codes) if (!taken.has(code)) taken.set(code, free.shift() ?? "rest");
  return codes.map((code) => taken.get(code)!);
}
