/** Which authorities of a network a person wants to see. Facts only: whom a coordinator may see is the service's. */
import { type Network, topRegionOf } from "./network";

export const ROLES = ["COORDINATORS", "NIMIC", "SDIMIC", "DIMIC", "CA"] as const;
export type RoleName = (typeof ROLES)[number];

export interface Filters {
  /** Codes; null: all of them. */
  areas: readonly string[] | null;
  region: string | null;
  role: RoleName | null;
  keyword: string | null;
  inactive: boolean;
}

export interface Shown {
  /** By position: whether it meets every filter. */
  all: readonly boolean[];
  /** By position: whether it meets every filter but that of the region, which the map shows by dimming the others. */
  drawn: readonly boolean[];
  /** By position: the area whose colour it has, the first of the chosen ones; null: it has none. */
  areaOf: readonly (number | null)[];
  /** By position of an area: whether it is chosen. */
  areas: readonly boolean[];
  count: number;
}

const NOBODY: ReadonlySet<number> = new Set();

/**
 * What meets the filters. `matching` holds the positions that have the keyword, as the service found them; `went` those
 * who are shown because they took part at an earlier moment.
 */
export function shownBy(
  network: Network,
  filters: Filters,
  matching: ReadonlySet<number> | null,
  went: ReadonlySet<number> = NOBODY,
): Shown {
  const chosen = network.areas.map(({ code }) => filters.areas === null || filters.areas.includes(code));
  const region = filters.region;
  const areaOf = network.areasOf.map((areas) => areas.find((area) => chosen[area]) ?? null);
  const drawn = network.ids.map(
    (_, at) =>
      (filters.inactive || network.active[at] === true || went.has(at)) &&
      (filters.areas === null || areaOf[at] !== null || (coversAll(network, at) && chosen.some(Boolean))) &&
      hasRole(network, at, filters.role, chosen) &&
      (filters.keyword === null || matching?.has(at) === true),
  );
  const all = drawn.map((is, at) => is && (region === null || liesIn(network, at, region)));
  return { all, drawn, areaOf, areas: chosen, count: all.filter(Boolean).length };
}

/** NIMIC and SDIMIC coordinate in all areas (R8, R10), also in those to which they have no access themselves. */
const coversAll = (network: Network, at: number) =>
  network.kinds[at] === "NIMIC" || network.kinds[at] === "SDIMIC";

function hasRole(network: Network, at: number, role: RoleName | null, chosen: readonly boolean[]): boolean {
  if (role === null) return true;
  const kind = network.kinds[at];
  const coordinates = kind !== "CA" && (coversAll(network, at) || network.dimicAreasOf[at]?.some((area) => chosen[area]));
  return role === "COORDINATORS" ? coordinates === true : kind === role;
}

/** Whether an authority lies in a region or in a part of it. */
export function liesIn(network: Network, at: number, code: string): boolean {
  const own = network.regionOf[at];
  if (own === null || own === undefined) return code === NATIONAL;
  const top = topRegionOf(network, at);
  return network.regions[own]?.code === code || (top !== null && network.regions[top]?.code === code);
}

/** Stands for the national level where a region is chosen. */
export const NATIONAL = "-";
