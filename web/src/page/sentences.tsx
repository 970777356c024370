/** The service's sentences in the language of the page, made of their codes and arguments; rules by their ids. */
import { Fragment, type ReactNode, useEffect, useState } from "react";
import { createIntl, createIntlCache, type IntlShape, useIntl } from "react-intl";
import type { ArgumentKind } from "../api/generated";
import type { Network } from "../model/network";
import { AreaName } from "./area-name";
import { type Language, languageIn, type Messages, stateName } from "./intl";
import { Name } from "./name";

/** What the service says, with what it is worded from. */
export interface Sentence {
  detail: string;
  code: string;
  arguments: readonly Argument[];
}

interface Argument {
  name: string;
  kind: ArgumentKind;
  values: readonly string[];
  authorities: readonly ({ name: string; nameLanguage: string | null } | null)[];
  more: number;
}

export interface Sentences {
  say(sentence: Sentence): ReactNode;
  rule(rule: { id: string; text: string }): { text: string; language: Language };
}

const files: Record<Language, () => Promise<{ default: unknown }>> = {
  en: () => import("../sentences/en.json"),
  de: () => import("../sentences/de.json"),
  fr: () => import("../sentences/fr.json"),
};

/** Null until the texts are there. What the page does not know yet, of a newer service, it says in English. */
export function useSentences(network: Network): Sentences | null {
  const { locale } = useIntl();
  const [intl, setIntl] = useState<IntlShape | null>(null);
  const language = languageIn(locale);
  useEffect(() => {
    let over = false;
    void files[language]().then(({ default: messages }) => {
      if (!over) setIntl(createIntl({ locale, messages: messages as Messages, defaultLocale: "en" }, createIntlCache()));
    });
    return () => {
      over = true;
    };
  }, [language, locale]);
  if (!intl) return null;
  return {
    say: (sentence) =>
      sentence.code in intl.messages ? worded(intl, network, sentence) : <span lang="en">{sentence.detail}</span>,
    rule: ({ id, text }) =>
      id in intl.messages ? { text: intl.formatMessage({ id }), language } : { text, language: "en" },
  };
}

function worded(intl: IntlShape, network: Network, { code, arguments: all }: Sentence): ReactNode {
  const values = Object.fromEntries(all.map((argument) => [argument.name, listed(intl, network, argument)]));
  return intl.formatMessage({ id: code }, values);
}

/** The values of an argument; `none`, by which a text chooses, where there is none. */
function listed(intl: IntlShape, network: Network, argument: Argument): ReactNode {
  const { kind, values, authorities, more } = argument;
  if (!values.length) return "none";
  if (kind === "NUMBER") return intl.formatNumber(Number(values[0]));
  const one = (value: string, at: number): ReactNode => {
    const id = `${kind}.${value}`;
    const authority = authorities[at];
    if (authority)
      return (
        <b>
          <Name name={authority.name} language={authority.nameLanguage} />
        </b>
      );
    if (id in intl.messages) return intl.formatMessage({ id });
    if (kind === "REGION") return network.regions.find(({ code }) => code === value)?.name ?? value;
    if (kind === "MEMBER_STATE") return stateName(intl, { code: value, name: value });
    const area = kind === "LEGISLATIVE_AREA" && network.areas.find(({ code }) => code === value);
    if (area) return <AreaName area={area} />;
    return value;
  };
  const named = values.map((value, at) => <Fragment key={at}>{one(value, at)}</Fragment>);
  if (more) named.push(<Fragment key="more">{intl.formatMessage({ id: "more" }, { count: more })}</Fragment>);
  return intl.formatList(named);
}
