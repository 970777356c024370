/** Texts, numbers and dates in the language of the page. */
import { type IntlShape, type MessageFormatElement, useIntl } from "react-intl";

export const LANGUAGES = ["en", "de", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Messages = Record<string, MessageFormatElement[]>;

const files: Record<Language, () => Promise<{ default: unknown }>> = {
  en: () => import("../messages/en.json"),
  de: () => import("../messages/de.json"),
  fr: () => import("../messages/fr.json"),
};

/** The messages of a language; the build has parsed them. */
export async function messagesOf(language: Language): Promise<Messages> {
  return (await files[language]()).default as Messages;
}

/** What was chosen by hand, else the first of the browser's languages that the page speaks. */
export function languageOf(chosen: string | null): Language {
  const wanted = [chosen ?? "", ...navigator.languages];
  for (const each of wanted) {
    const known = LANGUAGES.find((language) => each.toLowerCase().startsWith(language));
    if (known) return known;
  }
  return "en";
}

/** The language of a locale that the page speaks. */
export const languageIn = (locale: string): Language => LANGUAGES.find((each) => locale.startsWith(each)) ?? "en";

/** How numbers and dates are written: as the browser's owner has it in this language, else as the Union has it. */
export function localeOf(language: Language): string {
  const own = navigator.languages.find((each) => each.toLowerCase().startsWith(`${language}-`));
  return own ?? (language === "en" ? "en-GB" : language);
}

export type Say = (id: string, values?: Record<string, string | number>) => string;

export function useSay(): Say {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id }, values);
}

/** The name of a Member State in the language of the page; the Union writes EL where ISO 3166 has GR. */
export function stateName(intl: IntlShape, { code, name }: { code: string; name: string }): string {
  const iso = code === "EL" ? "GR" : code;
  const known = /^[A-Z]{2}$/.test(iso) ? intl.formatDisplayName(iso, { type: "region", fallback: "none" }) : undefined;
  return known ?? name;
}

/** A day of UTC, as `2026-03-03`, in words. */
export const dayInWords = (intl: IntlShape, day: string): string =>
  intl.formatDate(`${day}T00:00:00Z`, { dateStyle: "long", timeZone: "UTC" });
