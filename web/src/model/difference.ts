/** What two moments of a network differ in, as the service answers it, by the positions of the network that is shown. */
import type { DifferentAuthoritiesQuery, DifferentRelationsQuery } from "../api/generated";
import type { Network, RelationName } from "./network";

export type DifferentAuthority = NonNullable<DifferentAuthoritiesQuery["networkDifference"]>["authorities"]["edges"][number];
export type DifferentRelation = NonNullable<DifferentRelationsQuery["networkDifference"]>["relations"]["edges"][number];
export type Made = DifferentAuthority["change"];

export interface Turn {
  holder: number;
  end: number;
  relation: RelationName;
  area: string | null;
  came: boolean;
}

export interface Difference {
  /** The earlier day. */
  from: string;
  authorities: readonly DifferentAuthority[];
  relations: readonly DifferentRelation[];
  /** How many there are of each in all, also while not all have come. */
  counts: { authorities: number; relations: number };
  came: ReadonlySet<number>;
  went: ReadonlySet<number>;
  turns: readonly Turn[];
  /** How many relations of an authority came and went, at either end. */
  relationsOf: ReadonlyMap<number, { came: number; went: number }>;
}

export function differenceOf(
  network: Network,
  from: string,
  authorities: readonly DifferentAuthority[],
  relations: readonly DifferentRelation[],
  counts: Difference["counts"],
): Difference {
  const at = (id: string) => network.position.get(id);
  const those = (came: boolean) =>
    new Set(authorities.flatMap((each) => (each.came === came ? [at(each.node.id)] : [])).filter((each) => each !== undefined));
  const relationsOf = new Map<number, { came: number; went: number }>();
  const turns = relations.flatMap(({ node, came }) => {
    const [holder, end] = [at(node.from.id), at(node.to.id)];
    for (const each of [holder, end]) {
      if (each === undefined) continue;
      const known = relationsOf.get(each) ?? { came: 0, went: 0 };
      relationsOf.set(each, came ? { ...known, came: known.came + 1 } : { ...known, went: known.went + 1 });
    }
    return holder === undefined || end === undefined ? [] : [{ holder, end, relation: node.relation as RelationName, area: node.area?.code ?? null, came }];
  });
  return { from, authorities, relations, counts, came: those(true), went: those(false), turns, relationsOf };
}

/** The changes by which something came or went, in the order of time, with all that did. */
export function byChange({ authorities, relations }: Pick<Difference, "authorities" | "relations">) {
  const found = new Map<string, { change: Made; authorities: DifferentAuthority[]; relations: DifferentRelation[] }>();
  const of = (change: Made) => {
    const known = found.get(change.id) ?? { change, authorities: [], relations: [] };
    found.set(change.id, known);
    return known;
  };
  for (const each of authorities) of(each.change).authorities.push(each);
  for (const each of relations) of(each.change).relations.push(each);
  return [...found.values()].sort((a, b) => (a.change.at < b.change.at ? -1 : 1));
}
