/** The right side: what is selected, or why one authority sees another. */
import { Button } from "react-aria-components";
import type { Picture } from "../drawing/picture";
import type { PageState } from "../model/address";
import { chainTo, isCoordinator, RELATIONS } from "../model/network";
import { AreaName } from "./area-name";
import { type Answered, type Explanation, useDetails } from "./data";
import { Coordinators } from "./coordinators-of";
import { useSay } from "./intl";
import { Missing } from "./missing";
import { Name } from "./name";
import { Picker } from "./picker";
import type { Change } from "./state";
import { Why } from "./why";

interface Props {
  state: PageState;
  change: Change;
  picture: Picture;
  explanation: Answered<Explanation | null>;
}

export default function Panel({ state, change, picture, explanation }: Props) {
  const say = useSay();
  const at = state.selected === null ? undefined : picture.network.position.get(state.selected);
  const close = state.why ? { why: null } : { selected: null };
  return (
    <aside className="panel" aria-label={say("panel.title")}>
      <Button className="close" aria-label={say("panel.close")} onPress={() => change(close)}>
        ×
      </Button>
      {state.why ? (
        <Why explanation={explanation} picture={picture} change={change} why={state.why} />
      ) : at === undefined ? (
        <p>{say("panel.unknown", { id: state.selected! })}</p>
      ) : (
        <Selected at={at} state={state} change={change} picture={picture} />
      )}
    </aside>
  );
}

function Selected({ at, state, change, picture }: Omit<Props, "explanation"> & { at: number }) {
  const say = useSay();
  const { network, colours, words } = picture;
  const id = network.ids[at]!;
  const details = useDetails(network, id);
  const coordinates = isCoordinator(network, at);
  const own = network.kinds[at] === "DIMIC" ? network.dimicAreasOf[at]! : network.areasOf[at]!;
  const wedge = picture.layout.wedges.find(({ holder }) => holder === at);
  const chain = chainTo(network, at).slice(0, -1).reverse();
  return (
    <>
      <h2>
        <Name name={network.names[at]!} language={details.value?.nameLanguage} />
      </h2>
      <p className="hint">
        {words.kind(at)} · {words.region(network.regionOf[at] ?? null)}
        {network.active[at] ? "" : ` · ${say("panel.inactive")}`}
      </p>
      {details.value?.otherNames.map(({ language, name }) => (
        <p key={language} className="hint">
          <Name name={name} language={language} /> ({language})
        </p>
      ))}
      <p className="tags">
        {network.kinds[at] !== "CA" && network.kinds[at] !== "DIMIC" && <span className="tag area-none">{say("panel.allAreas")}</span>}
        {own.map((area) => (
          <span key={area} className={`tag area-${colours[area]}`}>
            <AreaName area={network.areas[area]!} />
          </span>
        ))}
      </p>
      <div className="acts">
        {network.active[at] && <Button onPress={() => change({ lens: id, why: null })}>{say("panel.seeAs")}</Button>}
        {coordinates && wedge && wedge.members.length > 0 && (
          <Button onPress={() => change({ open: state.open === null ? id : null })}>
            {say(wedge.open ? "panel.collapse" : "panel.expand")}
          </Button>
        )}
      </div>
      <h3>{say("panel.why")}</h3>
      <Picker
        label={say("panel.why")}
        placeholder={say("panel.whoSees")}
        options={network.ids.flatMap((each, other) =>
          other !== at && isCoordinator(network, other) && network.active[other]
            ? [{ id: each, text: network.names[other]!, detail: say(`kind.short.${network.kinds[other]}`) }]
            : [],
        )}
        chosen={null}
        onChoose={(monitor) => monitor !== null && change({ why: { monitor, authority: id } })}
      />
      {chain.length > 0 && (
        <>
          <h3>{say("panel.validatedBy")}</h3>
          <ol className="chain">
            {chain.map((each) => (
              <li key={each}>
                <span aria-hidden="true">↑ </span>
                <Button className="link" onPress={() => change({ selected: network.ids[each]! })}>
                  {network.names[each]}
                </Button>
              </li>
            ))}
          </ol>
        </>
      )}
      {coordinates && <Held at={at} picture={picture} />}
      <Missing what="details" of={details} />
      {details.value && <Coordinators details={details.value} picture={picture} change={change} />}
    </>
  );
}

/** How many relations of each kind a coordinator holds, by area. */
function Held({ at, picture }: { at: number; picture: Picture }) {
  const say = useSay();
  const { network, bundles, colours, words } = picture;
  const counts = new Map<string, Map<number | null, number>>();
  const add = (relation: string, area: number | null, count: number) => {
    const areas = counts.get(relation) ?? counts.set(relation, new Map()).get(relation)!;
    areas.set(area, (areas.get(area) ?? 0) + count);
  };
  if (network.validated[at]!.length) add("VALIDATES", null, network.validated[at]!.length);
  for (const { relation, holder, area, count } of bundles) if (holder === at) add(relation, area, count);
  return RELATIONS.map((relation) => {
    const areas = [...(counts.get(relation) ?? [])];
    if (!areas.length) return null;
    return (
      <section key={relation}>
        <h3>{say(`relation.${relation}`)}</h3>
        <table>
          <tbody>
            {areas.map(([area, count]) => (
              <tr key={area}>
                <th scope="row">
                  {area === null ? (
                    say("panel.allAreas")
                  ) : (
                    <>
                      <i className={`swatch area-${colours[area]}`} aria-hidden="true" />{" "}
                      <AreaName area={network.areas[area]!} />
                    </>
                  )}
                </th>
                <td>{words.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    );
  });
}
