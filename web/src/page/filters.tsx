/** The side: areas, relations, region, role, keyword, status, "see the network as", and how to read the picture. */
import { useMemo } from "react";
import { useIntl } from "react-intl";
import type { Picture } from "../drawing/picture";
import type { PageState } from "../model/address";
import { NATIONAL, ROLES, type RoleName } from "../model/filters";
import { isCoordinator, RELATIONS, type RelationName } from "../model/network";
import { AreaName, keywordIn } from "./area-name";
import { Check, Choice, type Option, Section } from "./controls";
import { useSay } from "./intl";
import { Legend } from "./legend";
import { Picker } from "./picker";
import type { Change } from "./state";

interface Props {
  state: PageState;
  change: Change;
  picture: Picture;
}

const ANY = "*";

export function Filters(props: Props) {
  return (
    <>
      <Areas {...props} />
      <Relations {...props} />
      <Places {...props} />
      <Lens {...props} />
      <Legend />
    </>
  );
}

function Areas({ state, change, picture }: Props) {
  const say = useSay();
  const intl = useIntl();
  const { network, colours } = picture;
  const counts = useMemo(() => {
    const found = network.areas.map(() => 0);
    network.areasOf.forEach((areas, at) => {
      if (network.kinds[at] === "CA" && (state.inactive || network.active[at])) for (const area of areas) found[area]!++;
    });
    return found;
  }, [network, state.inactive]);
  const all = network.areas.map(({ code }) => code);
  const chosen = state.areas ?? all;
  const choose = (one: string, is: boolean) => {
    const next = all.filter((code) => (code === one ? is : chosen.includes(code)));
    change({ areas: next.length === all.length ? null : next });
  };
  return (
    <section>
      <fieldset className="checks">
        <legend className="heading">{say("filters.areas")}</legend>
        {network.areas.map((area, at) => (
          <Check key={area.code} isSelected={chosen.includes(area.code)} onChange={(is) => choose(area.code, is)}>
            <i className={`swatch area-${colours[at]}`} aria-hidden="true" />
            <span>
              <AreaName area={area} />
            </span>
            <span className="number">{intl.formatNumber(counts[at]!)}</span>
          </Check>
        ))}
      </fieldset>
    </section>
  );
}

function Relations({ state, change, picture }: Props) {
  const say = useSay();
  const intl = useIntl();
  const { network, bundles } = picture;
  const counts = useMemo(() => {
    const found: Record<RelationName, number> = { VALIDATES: 0, GRANTS_ACCESS: 0, COORDINATES_REQUESTS: 0, LINKED_TO: 0 };
    for (const { relation, count } of bundles) found[relation] += count;
    found.VALIDATES = network.validators.filter((validator) => validator !== null).length;
    return found;
  }, [network, bundles]);
  return (
    <section>
      <fieldset className="checks">
        <legend className="heading">{say("filters.relations")}</legend>
        {RELATIONS.map((relation) => (
          <Check
            key={relation}
            isSelected={state.relations.includes(relation)}
            onChange={(is) =>
              change({ relations: RELATIONS.filter((each) => (each === relation ? is : state.relations.includes(each))) })
            }
          >
            <svg className={`sample ${relation.toLowerCase()}`} width="26" height="8" aria-hidden="true">
              <path d="M0 4H26" />
            </svg>
            <span>{say(`relation.${relation}`)}</span>
            <span className="number">{intl.formatNumber(counts[relation])}</span>
          </Check>
        ))}
      </fieldset>
    </section>
  );
}

function Places({ state, change, picture: { network } }: Props) {
  const say = useSay();
  const { locale } = useIntl();
  const regions = useMemo((): Option[] => {
    const tops = network.regions.filter((region, at) => region.top === at);
    return [
      { id: ANY, text: say("filters.allRegions") },
      { id: NATIONAL, text: say("region.national") },
      ...tops.map(({ code, name }) => ({ id: code, text: name })).sort((a, b) => a.text.localeCompare(b.text)),
    ];
  }, [network, say]);
  const keywords = useMemo(() => {
    const chosen = network.areas.filter(({ code }) => state.areas === null || state.areas.includes(code));
    const found = [...new Set(chosen.flatMap((area) => area.keywords))].map((id) => ({
      id,
      ...keywordIn(locale, chosen, id),
    }));
    return [{ id: ANY, text: say("filters.anyKeyword") }, ...found.sort((a, b) => a.text.localeCompare(b.text, locale))];
  }, [network, state.areas, say, locale]);
  const one = (id: string) => (id === ANY ? null : id);
  return (
    <section>
      {regions.length > 2 && (
        <Choice
          label={say("filters.region")}
          options={regions}
          chosen={state.region ?? ANY}
          onChoose={(id) => change({ region: one(id) })}
        />
      )}
      <Choice
        label={say("filters.role")}
        options={[{ id: ANY, text: say("filters.anyRole") }, ...ROLES.map((id) => ({ id, text: say(`role.${id}`) }))]}
        chosen={state.role ?? ANY}
        onChoose={(id) => change({ role: one(id) as RoleName | null })}
      />
      <Choice
        label={say("filters.keyword")}
        options={keywords}
        chosen={state.keyword ?? ANY}
        onChoose={(id) => change({ keyword: one(id) })}
      />
      <Check isSelected={state.inactive} onChange={(inactive) => change({ inactive })}>
        <span>{say("filters.inactive")}</span>
        <span className="number">{network.active.filter((active) => !active).length}</span>
      </Check>
    </section>
  );
}

function Lens({ state, change, picture: { network } }: Props) {
  const say = useSay();
  const monitors = useMemo(() => {
    const order = ["NIMIC", "SDIMIC", "DIMIC"];
    return network.ids
      .flatMap((id, at) =>
        isCoordinator(network, at) && network.active[at]
          ? [{ id, text: network.names[at]!, kind: network.kinds[at]! }]
          : [],
      )
      .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.text.localeCompare(b.text))
      .map(({ id, text, kind }) => ({ id, text, detail: say(`kind.short.${kind}`) }));
  }, [network, say]);
  return (
    <Section title={say("filters.lens")}>
      <Picker
        label={say("filters.lens")}
        placeholder={say("filters.nobody")}
        options={monitors}
        chosen={state.lens}
        onChoose={(lens) => change({ lens, why: null })}
      />
    </Section>
  );
}
