/** A state's network as the page works with it: the service's lists, and what follows from them. Positions from 0. */
import type { BundlesQuery, NetworkQuery } from "../api/generated";

export type Kind = "NIMIC" | "SDIMIC" | "DIMIC" | "CA";
export const RELATIONS = ["VALIDATES", "GRANTS_ACCESS", "COORDINATES_REQUESTS", "LINKED_TO"] as const;
export type RelationName = (typeof RELATIONS)[number];

export type Answer = NonNullable<NetworkQuery["network"]>;
type AnsweredMap = NonNullable<Answer["map"]>;
type AnsweredBundles = NonNullable<NonNullable<BundlesQuery["network"]>["map"]>["bundles"];

export interface Area {
  code: string;
  name: string;
  keywords: readonly string[];
  otherNames: readonly { language: string; name: string }[];
  keywordNames: readonly { keyword: string; language: string; name: string }[];
}

export interface Region {
  code: string;
  name: string;
  /** Position of the region of the state that it lies in; its own where it is one. */
  top: number;
  latitude: number | null;
  longitude: number | null;
}

/** Relations of one kind and area from one holder to one end, or to those whom the end validates. */
export interface Bundle {
  relation: RelationName;
  area: number | null;
  ofValidated: boolean;
  holder: number;
  end: number;
  count: number;
}

export interface Network {
  code: string;
  name: string;
  revision: number;
  /** The day as whose end this is; null: as it stands. */
  asOf: string | null;
  areas: Area[];
  regions: Region[];
  ids: readonly string[];
  names: readonly string[];
  kinds: readonly Kind[];
  active: readonly boolean[];
  validators: readonly (number | null)[];
  regionOf: readonly (number | null)[];
  /** Positions in `areas`, ascending. */
  areasOf: readonly (readonly number[])[];
  dimicAreasOf: readonly (readonly number[])[];
  /** Those whom each validates, ascending. */
  validated: readonly (readonly number[])[];
  /** How many Competent Authorities each validates, itself or by way of others. */
  below: readonly number[];
  nimic: number;
  position: ReadonlyMap<string, number>;
}

/** The network of an answer. */
export function networkOf(answer: Answer, map: AnsweredMap, asOf: string | null = null): Network {
  const { authorities, areaSets } = map;
  const regionAt = new Map(map.regions.map((region, at) => [region.code, at]));
  const validators = authorities.validatingCoordinators;
  const validated: number[][] = authorities.ids.map(() => []);
  validators.forEach((validator, at) => validator !== null && validated[validator]?.push(at));
  const kinds = authorities.types as Kind[];
  return {
    code: answer.state.code,
    name: answer.state.name,
    revision: answer.revision,
    asOf,
    areas: map.areas,
    regions: map.regions.map((region, at) => ({
      code: region.code,
      name: region.name,
      top: topOf(map, regionAt, at),
      latitude: region.latitude,
      longitude: region.longitude,
    })),
    ids: authorities.ids,
    names: authorities.names,
    kinds,
    active: authorities.statuses.map((status) => status === "ACTIVE"),
    validators,
    regionOf: authorities.regions,
    areasOf: authorities.areas.map((set) => areaSets[set] ?? []),
    dimicAreasOf: authorities.dimicAreas.map((set) => areaSets[set] ?? []),
    validated,
    below: countBelow(kinds, validated),
    nimic: kinds.findIndex((kind, at) => kind === "NIMIC" && authorities.statuses[at] === "ACTIVE"),
    position: new Map(authorities.ids.map((id, at) => [id, at])),
  };
}

function topOf(map: AnsweredMap, regionAt: Map<string, number>, start: number): number {
  let at = start;
  for (let steps = 0; steps < map.regions.length; steps++) {
    const parent = map.regions[at]?.parent;
    const next = parent && regionAt.get(parent.code);
    if (next === undefined || next === null) break;
    at = next;
  }
  return at;
}

function countBelow(kinds: readonly Kind[], validated: readonly (readonly number[])[]): number[] {
  const counts = kinds.map(() => -1);
  const count = (at: number): number => {
    const known = counts[at] ?? 0;
    if (known >= 0) return known;
    counts[at] = 0;
    let sum = 0;
    for (const each of validated[at] ?? []) sum += kinds[each] === "CA" ? 1 : count(each);
    counts[at] = sum;
    return sum;
  };
  kinds.forEach((_, at) => count(at));
  return counts;
}

/** The bundles of an answer, one by one. */
export function bundlesOf(network: Network, answered: AnsweredBundles): Bundle[] {
  const areaAt = new Map(network.areas.map((area, at) => [area.code, at]));
  return answered.flatMap(({ relation, area, ofValidated, holders, ends, counts }) =>
    holders.map((holder, at) => ({
      relation: relation as RelationName,
      area: area === null ? null : (areaAt.get(area) ?? null),
      ofValidated,
      holder,
      end: ends[at] ?? holder,
      count: counts[at] ?? 0,
    })),
  );
}

export const isCoordinator = (network: Network, at: number): boolean => network.kinds[at] !== "CA";

/** The region of the state in which an authority lies; null on the national level. */
export function topRegionOf(network: Network, at: number): number | null {
  const region = network.regionOf[at] ?? null;
  return region === null ? null : (network.regions[region]?.top ?? null);
}

/** From the NIMIC to the authority, itself included. */
export function chainTo(network: Network, at: number): number[] {
  const chain: number[] = [];
  for (let each: number | null = at; each !== null && !chain.includes(each); each = network.validators[each] ?? null)
    chain.unshift(each);
  return chain;
}
