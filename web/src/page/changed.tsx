/** What came and went between two days, by which change and when: the service's answer, change by change. */
import { useMemo, useState } from "react";
import { Button } from "react-aria-components";
import { useIntl } from "react-intl";
import type { Picture } from "../drawing/picture";
import type { PageState } from "../model/address";
import { byChange, type Difference, type Made } from "../model/difference";
import { AreaName } from "./area-name";
import type { Answered } from "./data";
import { dayInWords, useSay } from "./intl";
import { Name } from "./name";
import type { Change } from "./state";

/** Of authorities and of relations; more on demand, as each is several elements. */
const AT_ONCE = 500;

interface Props {
  state: PageState;
  change: Change;
  picture: Picture;
  difference: Answered<Difference>;
}

export default function Changed({ state, change, picture, difference: { value, problem } }: Props) {
  const say = useSay();
  const intl = useIntl();
  return (
    <aside className="panel changes" aria-label={say("changed.title")}>
      <Button className="close" aria-label={say("panel.close")} onPress={() => change({ from: null })}>
        ×
      </Button>
      <h2>{say("changed.title")}</h2>
      <p className="hint">
        {say("changed.between", {
          from: dayInWords(intl, state.from!),
          to: state.at === null ? say("time.now") : dayInWords(intl, state.at),
        })}
      </p>
      {!problem && !value && <p role="status">{say("time.loading")}</p>}
      {value && <Listed difference={value} change={change} picture={picture} />}
    </aside>
  );
}

function Listed({ difference, change, picture }: { difference: Difference; change: Change; picture: Picture }) {
  const say = useSay();
  const intl = useIntl();
  const [most, setMost] = useState(AT_ONCE);
  const { counts, authorities, relations } = difference;
  const groups = useMemo(
    () => byChange({ authorities: authorities.slice(0, most), relations: relations.slice(0, most) }),
    [authorities, relations, most],
  );
  const come = authorities.length + relations.length;
  const all = counts.authorities + counts.relations;
  const hidden = Math.max(0, authorities.length - most) + Math.max(0, relations.length - most);
  const areaOf = (area: { code: string } | null) => picture.network.areas.find(({ code }) => code === area?.code);
  const link = (each: { id: string; name: string; nameLanguage: string | null }) =>
    picture.network.position.has(each.id) ? (
      <Button className="link" onPress={() => change({ selected: each.id })}>
        <Name name={each.name} language={each.nameLanguage} />
      </Button>
    ) : (
      <Name name={each.name} language={each.nameLanguage} />
    );
  return (
    <>
      <p role="status">{say("changed.counts", { ...counts, date: dayInWords(intl, difference.from) })}</p>
      {come < all && <p className="hint">{say("changed.coming", { come, all })}</p>}
      <ul className="plain key">
        {(["came", "went"] as const).map((how) => (
          <li key={how}>
            <svg width="18" height="16" aria-hidden="true">
              <circle className={`turned ${how}`} cx="9" cy="8" r="6" />
            </svg>
            {say(`changed.${how}`)}
          </li>
        ))}
      </ul>
      {groups.map((group) => (
        <section key={group.change.id} className="made" data-change={group.change.id}>
          <h3>{intl.formatDate(group.change.at, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" })} UTC</h3>
          <By made={group.change} />
          <ul className="plain">
            {group.authorities.map(({ node, came }) => (
              <li key={node.id} data-authority={node.id}>
                <Turned came={came} /> {link(node)}
              </li>
            ))}
            {group.relations.map(({ node: { relation, from, to, area }, came }) => (
              <li key={`${relation} ${area?.code} ${from.id} ${to.id}`} data-relation={relation}>
                <Turned came={came} /> {link(from)} {say(`relation.${relation}`)} {link(to)}
                {areaOf(area) && (
                  <small>
                    {" "}
                    (<AreaName area={areaOf(area)!} />)
                  </small>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {hidden > 0 && <Button onPress={() => setMost(most + AT_ONCE)}>{say("changed.more", { count: hidden })}</Button>}
    </>
  );
}

const Turned = ({ came }: { came: boolean }) => {
  const say = useSay();
  return (
    <span className={`turn ${came ? "came" : "went"}`}>
      <span aria-hidden="true">{came ? "+" : "−"}</span>
      <span className="unseen">{say(came ? "changed.came" : "changed.went")}: </span>
    </span>
  );
};

/** Which change it was and whose. What the service calls an act that the page has no word for stands as it is. */
function By({ made: { action, actor, reason } }: { made: Made }) {
  const say = useSay();
  const intl = useIntl();
  const known = `action.${action}` in intl.messages;
  return (
    <p className="hint">
      {known ? say(`action.${action}`) : action} ·{" "}
      {actor ? <Name name={actor.name} language={actor.nameLanguage} /> : say("changed.operator")}
      {reason && <q>{reason}</q>}
    </p>
  );
}
