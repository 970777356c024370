/** The same authorities as a table: same filters, same lens, same address; and their relations as a second one. */
import { useMemo, useState } from "react";
import { Button, Cell, Column, Row, Table, TableBody, TableHeader } from "react-aria-components";
import { useIntl } from "react-intl";
import type { Picture } from "../drawing/picture";
import type { Difference } from "../model/difference";
import { wholeAreaIn } from "./area-name";
import { type Coordination, useCoordination } from "./data";
import { type Say, useSay } from "./intl";
import { Missing } from "./missing";

const PAGE = 100;

interface Props {
  picture: Picture;
  onSelect(at: number): void;
}

export default function TableView({ picture, onSelect }: Props) {
  const say = useSay();
  const { locale } = useIntl();
  const { network, shown, lens, colours, words, difference } = picture;
  const [page, setPage] = useState(0);
  const rows = useMemo(() => {
    const order = ["NIMIC", "SDIMIC", "DIMIC", "CA"];
    return network.ids
      .map((_, at) => at)
      .filter((at) => shown.all[at] && (lens === null || lens.scope.has(at)))
      .sort((a, b) => order.indexOf(network.kinds[a]!) - order.indexOf(network.kinds[b]!) || network.names[a]!.localeCompare(network.names[b]!));
  }, [network, shown, lens]);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const current = Math.min(page, pages - 1);
  const listed = rows.slice(current * PAGE, (current + 1) * PAGE);
  const coordination = useCoordination(network, listed.map((at) => network.ids[at]!));
  const tags = (areas: readonly number[]) =>
    areas.map((area) => {
      const { text, lang } = wholeAreaIn(locale, network.areas[area]!);
      return (
        <span key={area} className={`tag area-${colours[area]}`} title={text} lang={lang}>
          {network.areas[area]!.code}
        </span>
      );
    });
  /** Each with the areas in which it is one; a dash: nobody is. */
  const coordinators = (found: ReadonlyMap<string, readonly string[]>) =>
    found.size === 0
      ? "—"
      : [...found].map(([id, codes]) => (
          <div key={id} data-coordinator={id}>
            {network.names[network.position.get(id) ?? -1] ?? id} {tags(network.areas.flatMap(({ code }, area) => (codes.includes(code) ? [area] : [])))}
          </div>
        ));
  return (
    <div className="table-view" data-rows={rows.length} data-coordinated={coordination.value !== null}>
      <p role="status">{say("table.matching", { count: rows.length })}</p>
      <Missing what="coordinators" of={coordination} />
      <Table
        aria-label={say("table.authorities")}
        selectionMode="none"
        onRowAction={(key) => onSelect(network.position.get(String(key))!)}
      >
        <TableHeader>
          <Column isRowHeader>{say("table.name")}</Column>
          <Column>{say("table.role")}</Column>
          <Column>{say("table.region")}</Column>
          <Column>{say("table.areas")}</Column>
          <Column>{say("table.dimicIn")}</Column>
          <Column>{say("table.validatedBy")}</Column>
          <Column>{say("table.validates")}</Column>
          {COORDINATION.map(({ title }) => (
            <Column key={title}>{say(title)}</Column>
          ))}
          {difference && <Column>{say("table.changed")}</Column>}
        </TableHeader>
        <TableBody>
          {listed.map((at) => (
            <Row key={network.ids[at]!} id={network.ids[at]!}>
              <Cell>
                {network.names[at]}
                {!network.active[at] && <span className="hint"> · {say("panel.inactive")}</span>}
              </Cell>
              <Cell>{say(`kind.short.${network.kinds[at]}`)}</Cell>
              <Cell>{words.region(network.regionOf[at] ?? null)}</Cell>
              <Cell>{tags(network.areasOf[at]!)}</Cell>
              <Cell>{coordinatesAll(network.kinds[at]!) ? say("panel.allAreas") : tags(network.dimicAreasOf[at]!)}</Cell>
              <Cell>{network.validators[at] === null ? "—" : network.names[network.validators[at]!]}</Cell>
              <Cell>{network.below[at] ? words.number(network.below[at]) : "—"}</Cell>
              {COORDINATION.map(({ title, of }) => {
                const known = coordination.value?.get(network.ids[at]!);
                return <Cell key={title}>{known ? coordinators(of(known)) : "…"}</Cell>;
              })}
              {difference && <Cell>{turnOf(difference, at, say)}</Cell>}
            </Row>
          ))}
        </TableBody>
      </Table>
      {pages > 1 && (
        <nav className="pages" aria-label={say("table.pages")}>
          <Button isDisabled={current === 0} onPress={() => setPage(current - 1)}>
            {say("table.previous")}
          </Button>
          <span>{say("table.page", { page: current + 1, pages })}</span>
          <Button isDisabled={current === pages - 1} onPress={() => setPage(current + 1)}>
            {say("table.next")}
          </Button>
        </nav>
      )}
      <Relations picture={picture} />
    </div>
  );
}

/** What the service tells of the authorities of a page: coordinators and links, each with the areas of the relation. */
const COORDINATION: readonly { title: string; of(found: Coordination): ReadonlyMap<string, readonly string[]> }[] = [
  {
    title: "table.accessBy",
    of: ({ areas }) => grouped(areas.flatMap(({ area, accessCoordinator }) => (accessCoordinator ? [[accessCoordinator.id, area.code]] : []))),
  },
  {
    title: "table.requestsBy",
    of: ({ areas }) =>
      grouped(areas.flatMap(({ area, requestCoordinators }) => requestCoordinators.map(({ coordinator }) => [coordinator.id, area.code] as const))),
  },
  { title: "panel.observers", of: ({ observers }) => new Map(observers.map(({ id }) => [id, []])) },
  { title: "panel.observed", of: ({ observed }) => new Map(observed.map(({ id }) => [id, []])) },
];

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [id, area] of pairs) found.set(id, [...(found.get(id) ?? []), area]);
  return found;
}

/** Whether an authority came or went, and how many of its relations did. */
function turnOf({ came, went, relationsOf }: Difference, at: number, say: Say): string {
  const own = came.has(at) ? [say("changed.came")] : went.has(at) ? [say("changed.went")] : [];
  const relations = relationsOf.get(at);
  return [...own, ...(relations ? [say("changed.relations", relations)] : [])].join("; ") || "—";
}

/** NIMIC and SDIMIC coordinate in all areas (R8, R10). */
const coordinatesAll = (kind: string) => kind === "NIMIC" || kind === "SDIMIC";

/** Every relation that the map bundles: who holds how many with whom. */
function Relations({ picture }: { picture: Picture }) {
  const say = useSay();
  const { network, bundles, relations, shown, lens, colours, words } = picture;
  const [page, setPage] = useState(0);
  const rows = bundles.filter(
    ({ relation, area, holder, end }) =>
      (lens ? holder === lens.monitor || (relation === "LINKED_TO" && end === lens.monitor) : relations.includes(relation)) &&
      (area === null || shown.areas[area]) &&
      (!picture.inRegion || shown.all[holder] || shown.all[end]),
  );
  if (!rows.length) return null;
  const pages = Math.ceil(rows.length / PAGE);
  const current = Math.min(page, pages - 1);
  return (
    <>
      <h2>{say("table.relations")}</h2>
      <table className="relations-table">
        <thead>
          <tr>
            {["holder", "relation", "area", "with", "count"].map((each) => (
              <th key={each} scope="col">
                {say(`table.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(current * PAGE, (current + 1) * PAGE).map((bundle, index) => (
            <tr key={index}>
              <th scope="row">{network.names[bundle.holder]}</th>
              <td>{say(`relation.${bundle.relation}`)}</td>
              <td>
                {bundle.area === null ? "—" : <span className={`tag area-${colours[bundle.area]}`}>{network.areas[bundle.area]!.code}</span>}
              </td>
              <td>{bundle.ofValidated ? say("table.ofValidated", { name: network.names[bundle.end]! }) : network.names[bundle.end]}</td>
              <td>{words.number(bundle.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <nav className="pages" aria-label={say("table.relationPages")}>
          <Button isDisabled={current === 0} onPress={() => setPage(current - 1)}>
            {say("table.previous")}
          </Button>
          <span>{say("table.page", { page: current + 1, pages })}</span>
          <Button isDisabled={current === pages - 1} onPress={() => setPage(current + 1)}>
            {say("table.next")}
          </Button>
        </nav>
      )}
    </>
  );
}
