/** Why one authority sees another, reason by reason, or what each rule lacks. All of it is the service's answer. */
import type { Picture } from "../drawing/picture";
import type { PageState } from "../model/address";
import { AreaName } from "./area-name";
import type { Answered, Explanation } from "./data";
import { useSay } from "./intl";
import { Missing } from "./missing";
import { Name } from "./name";
import { type Sentences, useSentences } from "./sentences";
import type { Change } from "./state";

interface Props {
  explanation: Answered<Explanation | null>;
  picture: Picture;
  change: Change;
  why: NonNullable<PageState["why"]>;
}

export function Why({ explanation, picture, why }: Props) {
  const say = useSay();
  const { network } = picture;
  const named = (id: string) => network.names[network.position.get(id) ?? -1] ?? id;
  const areaOf = (code: string) => {
    const area = network.areas.find((each) => each.code === code);
    return area ? <AreaName area={area} /> : code;
  };
  const sentences = useSentences(network);
  const { value, problem } = explanation;
  if (problem !== null) return <Missing what="why" of={explanation} />;
  if (!value || !sentences) return <p role="status">{say("loading.why")}</p>;
  const names = { monitor: named(why.monitor), authority: named(why.authority) };
  if (!value.monitors)
    return (
      <>
        <h2>{say("why.cannot", names)}</h2>
        <p>{say("why.missing")}</p>
        <ul className="reasons">
          {value.missing.map((fact, index) => (
            <li key={index}>
              <RuleId rule={fact.rule} sentences={sentences} /> <span>{sentences.say(fact)}</span>
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <>
      <h2>{say("why.can", names)}</h2>
      <p>{say("why.reasons", { count: value.reasons.length })}</p>
      {value.reasons.map((reason, index) => (
        <section key={index} className="reason">
          <h3>
            <RuleId rule={reason.rule} sentences={sentences} />
          </h3>
          <RuleText rule={reason.rule} sentences={sentences} />
          <p>{sentences.say(reason)}</p>
          {reason.path.length > 0 && (
            <ol>
              {reason.path.map(({ relation, from, to, area }, step) => (
                <li key={step}>
                  <b>
                    <Name name={from.name} language={from.nameLanguage} />
                  </b>{" "}
                  {say(`relation.${relation}`)}{" "}
                  <b>
                    <Name name={to.name} language={to.nameLanguage} />
                  </b>
                  {area && (
                    <small>
                      {" "}
                      ({areaOf(area)})
                    </small>
                  )}
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </>
  );
}

interface OfRule {
  rule: { id: string; text: string };
  sentences: Sentences;
}

function RuleId({ rule, sentences }: OfRule) {
  const { text, language } = sentences.rule(rule);
  return (
    <abbr className="rule" title={text} lang={language}>
      {rule.id}
    </abbr>
  );
}

function RuleText({ rule, sentences }: OfRule) {
  const { text, language } = sentences.rule(rule);
  return (
    <p className="hint" lang={language}>
      {text}
    </p>
  );
}
