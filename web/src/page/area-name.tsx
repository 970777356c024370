/** Legislative areas and their keywords in the language of the page; in English, marked so, where they have no name in it. */
import type { ReactNode } from "react";
import { useIntl } from "react-intl";
import type { Area } from "../model/network";
import { languageIn } from "./intl";

export interface Named {
  text: string;
  /** The language of the text, where that is not the page's. */
  lang: "en" | undefined;
}

/** The name of an area, without the directive that stands in brackets at its end. */
export function areaIn(locale: string, { code, name, otherNames }: Area): Named {
  const { text, lang } = named(locale, name, otherNames);
  return { text: text.replace(/\s*\(.*\)\s*$/, "") || code, lang };
}

/** The whole name. */
export const wholeAreaIn = (locale: string, { name, otherNames }: Area): Named => named(locale, name, otherNames);

export function keywordIn(locale: string, areas: readonly Area[], keyword: string): Named {
  const names = areas.flatMap(({ keywordNames }) => keywordNames.filter((each) => each.keyword === keyword));
  return named(locale, keyword, names);
}

function named(locale: string, english: string, others: readonly { language: string; name: string }[]): Named {
  const language = languageIn(locale);
  if (language === "en") return { text: english, lang: undefined };
  const other = others.find((each) => each.language.toLowerCase() === language);
  return other ? { text: other.name, lang: undefined } : { text: english, lang: "en" };
}

export const Words = ({ text, lang }: Named): ReactNode => (lang ? <span lang={lang}>{text}</span> : text);

export function AreaName({ area }: { area: Area }) {
  const { locale } = useIntl();
  return <Words {...areaIn(locale, area)} />;
}
