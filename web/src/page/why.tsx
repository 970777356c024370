/** Why one authority sees another, reason by reason, or what each rule lacks. All of it is the service's answer. */
import type { Picture } from "../drawing/picture";
import type { PageState } from "../model/address";
import { shorter } from "./caption";
import type { Answered, Explanation } from "./data";
import { useSay } from "./intl";
import { Name } from "./name";
import type { Change } from "./state";

interface Props {
  explanation: Answered<Explanation | null>;
  picture: Picture;
  change: Change;
  why: NonNullable<PageState["why"]>;
}

export function Why({ explanation: { value, problem }, picture, why }: Props) {
  const say = useSay();
  const { network } = picture;
  const named = (id: string) => network.names[network.position.get(id) ?? -1] ?? id;
  const areaName = (code: string) => {
    const area = network.areas.find((each) => each.code === code);
    return area ? shorter(area.name, code) : code;
  };
  if (problem) return <p role="alert">{problem}</p>;
  if (!value) return <p role="status">{say("loading.why")}</p>;
  const names = { monitor: named(why.monitor), authority: named(why.authority) };
  if (!value.monitors)
    return (
      <>
        <h2>{say("why.cannot", names)}</h2>
        <p>{say("why.missing")}</p>
        <ul className="reasons">
          {value.missing.map(({ rule, detail }, index) => (
            <li key={index}>
              <RuleId {...rule} /> <span lang="en">{detail}</span>
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <>
      <h2>{say("why.can", names)}</h2>
      <p>{say("why.reasons", { count: value.reasons.length })}</p>
      {value.reasons.map(({ rule, path }, index) => (
        <section key={index} className="reason">
          <h3>
            <RuleId {...rule} />
          </h3>
          <p className="hint" lang="en">
            {rule.text}
          </p>
          {path.length > 0 && (
            <ol>
              {path.map(({ relation, from, to, area }, step) => (
                <li key={step}>
                  <b>
                    <Name name={from.name} language={from.nameLanguage} />
                  </b>{" "}
                  {say(`relation.${relation}`)}{" "}
                  <b>
                    <Name name={to.name} language={to.nameLanguage} />
                  </b>
                  {area && <small> ({areaName(area)})</small>}
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </>
  );
}

const RuleId = ({ id, text }: { id: string; text: string }) => (
  <abbr className="rule" title={text}>
    {id}
  </abbr>
);
