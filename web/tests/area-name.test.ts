import { describe, expect, test } from "vitest";
import { areaIn, keywordIn, wholeAreaIn } from "../src/page/area-name";

const area = {
  code: "SD",
  name: "Services (Directive 2006/123/EC)",
  keywords: ["Crafts", "Tourism"],
  otherNames: [{ language: "de", name: "Dienstleistungen (Richtlinie 2006/123/EG)" }],
  keywordNames: [{ keyword: "Crafts", language: "de", name: "Handwerk" }],
};

describe("an area and its keywords", () => {
  test("are named in the language of the page", () => {
    expect(areaIn("de-AT", area)).toEqual({ text: "Dienstleistungen", lang: undefined });
    expect(wholeAreaIn("de", area).text).toBe("Dienstleistungen (Richtlinie 2006/123/EG)");
    expect(keywordIn("de", [area], "Crafts")).toEqual({ text: "Handwerk", lang: undefined });
    expect(areaIn("en-GB", area)).toEqual({ text: "Services", lang: undefined });
  });

  test("are named in English, marked so, where they have no name in it", () => {
    expect(areaIn("fr", area)).toEqual({ text: "Services", lang: "en" });
    expect(keywordIn("de", [area], "Tourism")).toEqual({ text: "Tourism", lang: "en" });
  });
});
