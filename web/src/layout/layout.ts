/**
 * Where everything stands: the NIMIC in the centre, SDIMICs and DIMICs on rings around it, authorities at the rim.
 *
 * Pure: the same network, filters and opened wedge give the same layout. In wedges that are not opened the area is
 * proportional to the number of authorities.
 */
import type { Network } from "../model/network";
import { polar, type Polar, spread, TURN } from "./geometry";
import { arranged, type Band, density } from "./rim";
import { sectorsOf, type SectorOfSlots, type Slot } from "./slots";

export interface Radii {
  sdimic: number;
  dimic: number;
  /** Where wedges begin and how far the longest reach. */
  inner: number;
  outer: number;
}

export interface Wedge {
  key: string;
  holder: number;
  sector: number;
  from: number;
  to: number;
  /** Ordered by the area whose colour they have. */
  members: number[];
  bands: Band[];
  /** How far its authorities reach. */
  end: number;
  open: boolean;
  /** Whether each of its authorities stands with its name. */
  named: boolean;
  /** Between neighbouring dots. */
  spacing: number;
}

export interface Sector {
  region: number | null;
  from: number;
  to: number;
  head: number | null;
  authorities: number;
  coordinators: number;
}

export interface Layout {
  radii: Radii;
  sectors: Sector[];
  wedges: Wedge[];
  /** Coordinators by position. */
  nodes: Map<number, Polar>;
  /** Authorities at the rim by position. */
  places: Map<number, Polar>;
  /** Free space between neighbours on a ring: their symbols may be that large. */
  room: { sdimic: number; dimic: number };
}

export interface Asked {
  drawn: readonly boolean[];
  areaOf: readonly (number | null)[];
  /** Key of a wedge, or the code of a region after `region:`; what is unknown opens nothing. */
  open: string | null;
}

const OUTER = 402;
const GAP_OF_SECTORS = 0.035;
const START = -Math.PI / 2 - 0.12;
const NODE_GAP = { sdimic: 40, dimic: 20.5 };

export function layout(network: Network, asked: Asked): Layout {
  const groups = sectorsOf(network, asked.drawn);
  const radii = radiiOf(network, groups);
  const { sectors, wedges, angles } = turned(network, groups, asked);
  const nodes = placedNodes(network, radii, angles);
  const room = {
    sdimic: roomOn(radii.sdimic, NODE_GAP.sdimic, angles.sdimics.size),
    dimic: roomOn(radii.dimic, NODE_GAP.dimic, angles.dimics.size),
  };
  const places = new Map<number, Polar>();
  const dense = {
    closed: density(wedges.filter((each) => !each.open), radii, 20),
    open: density(wedges.filter((each) => each.open), radii, 30),
  };
  const allNamed = allFit(wedges, radii);
  for (const wedge of wedges)
    arranged(wedge, radii, asked.areaOf, wedge.open ? dense.open : dense.closed, wedge.open || allNamed, places);
  return { radii, sectors, wedges, nodes, places, room };
}

/** Rings that nobody stands on leave their space to the authorities. */
function radiiOf(network: Network, groups: readonly SectorOfSlots[]): Radii {
  const sdimics = groups.some((group) => group.head !== null);
  const dimics = groups.some((group) => group.slots.some(({ holder }) => holder !== network.nimic && holder !== group.head));
  if (sdimics) return { sdimic: 126, dimic: 206, inner: 240, outer: OUTER };
  if (dimics) return { sdimic: 126, dimic: 166, inner: 204, outer: OUTER };
  return { sdimic: 60, dimic: 60, inner: 140, outer: OUTER };
}

interface Angles {
  sdimics: Map<number, number>;
  dimics: Map<number, number>;
}

/** Deals the circle out: by the number of authorities, with something for each coordinator. */
function turned(network: Network, groups: readonly SectorOfSlots[], asked: Asked) {
  const opens = (slot: Slot, group: SectorOfSlots) =>
    asked.open !== null &&
    (asked.open === slot.key ||
      asked.open === network.ids[slot.holder] ||
      (group.region !== null && asked.open === `region:${network.regions[group.region]!.code}`));
  const slots = groups.flatMap((group) => group.slots.map((slot) => ({ slot, group, weight: 0 })));
  const total = slots.reduce((sum, { slot }) => sum + slot.members.length, 0);
  const least = Math.min(0.016, 0.45 / Math.max(1, slots.length));
  // A coordinator needs room for its symbol; the NIMIC has it in the centre.
  for (const each of slots)
    each.weight = (each.slot.holder === network.nimic ? 0.003 : least) + each.slot.members.length / Math.max(1, total);
  magnify(slots.map((each) => ({ each, open: opens(each.slot, each.group) })));

  const whole = slots.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const gap = groups.length > 1 ? Math.min(GAP_OF_SECTORS, TURN / 4 / groups.length) : 0;
  const free = TURN - gap * groups.length;
  const weights = new Map(slots.map(({ slot, weight }) => [slot, (free * weight) / whole]));
  const sectors: Sector[] = [];
  const wedges: Wedge[] = [];
  const angles: Angles = { sdimics: new Map(), dimics: new Map() };
  let angle = START;
  for (const [at, group] of groups.entries()) {
    const from = angle;
    for (const slot of group.slots) {
      const width = weights.get(slot) ?? 0;
      const pad = Math.min(0.006, width * 0.02);
      const middle = angle + width / 2;
      if (slot.holder !== network.nimic && slot.holder !== group.head) angles.dimics.set(slot.holder, middle);
      wedges.push({
        key: slot.key,
        holder: slot.holder,
        sector: at,
        from: angle + pad,
        to: angle + width - pad,
        members: slot.members,
        bands: [],
        end: 0,
        open: opens(slot, group),
        named: false,
        spacing: 0,
      });
      angle += width;
    }
    if (group.head !== null) angles.sdimics.set(group.head, (from + angle) / 2);
    sectors.push({
      region: group.region,
      from,
      to: angle,
      head: group.head,
      authorities: group.slots.reduce((sum, { members }) => sum + members.length, 0),
      coordinators: group.coordinators,
    });
    angle += gap;
  }
  return { sectors, wedges, angles };
}

/** A fisheye: what is open takes 20 to 46 % of the circle, by the number of its authorities. */
function magnify(slots: { each: { slot: Slot; weight: number }; open: boolean }[]): void {
  const sum = (open: boolean) => slots.reduce((all, slot) => all + (slot.open === open ? slot.each.weight : 0), 0);
  const inside = sum(true);
  const outside = sum(false);
  const authorities = slots.reduce((all, { each, open }) => all + (open ? each.slot.members.length : 0), 0);
  const wanted = Math.min(0.46, Math.max(0.2, authorities / 125));
  if (!authorities || !outside || inside / (inside + outside) >= wanted) return;
  const factor = (wanted * outside) / ((1 - wanted) * inside);
  for (const { each, open } of slots) if (open) each.weight *= factor;
}

function placedNodes(network: Network, radii: Radii, { sdimics, dimics }: Angles): Map<number, Polar> {
  const nodes = new Map<number, Polar>();
  if (network.nimic >= 0) nodes.set(network.nimic, polar(0, 0));
  for (const [ring, radius, gap] of [
    [sdimics, radii.sdimic, NODE_GAP.sdimic],
    [dimics, radii.dimic, NODE_GAP.dimic],
  ] as const) {
    const apart = spread([...ring.values()], gap / radius);
    [...ring.keys()].forEach((at, index) => nodes.set(at, polar(apart[index]!, radius)));
  }
  return nodes;
}

const roomOn = (radius: number, gap: number, count: number) => Math.min(gap, (TURN * radius) / Math.max(1, count));

/** Whether the whole state is small enough for every authority to stand with its name. */
function allFit(wedges: readonly Wedge[], radii: Radii): boolean {
  const count = wedges.reduce((sum, { members }) => sum + members.length, 0);
  return count > 0 && wedges.every((wedge) => ringsFor(wedge, radii) !== null);
}

export const NAME_HEIGHT = 10.2;
const MOST_RINGS = 3;
const LEAST_NAME_LENGTH = 78;

/** How many names each ring of a wedge takes so that all its authorities have room; null: they have not. */
export function ringsFor(wedge: Wedge, radii: Radii): number[] | null {
  const width = wedge.to - wedge.from;
  for (let rings = 1; rings <= MOST_RINGS; rings++) {
    const length = (radii.outer - radii.inner) / rings;
    if (length < LEAST_NAME_LENGTH) return null;
    const room = Array.from({ length: rings }, (_, ring) =>
      Math.floor((width * (radii.inner + 8 + ring * length)) / NAME_HEIGHT + 0.3),
    );
    const all = room.reduce((sum, each) => sum + each, 0);
    if (all >= wedge.members.length) return dealt(wedge.members.length, room, all);
  }
  return null;
}

/** Deals a number out in proportion to the room, and no more than that anywhere. */
function dealt(count: number, room: readonly number[], all: number): number[] {
  const given = room.map((each) => Math.floor((count * each) / Math.max(1, all)));
  let left = count - given.reduce((sum, each) => sum + each, 0);
  for (let ring = room.length - 1; ring >= 0 && left > 0; ring--) {
    const more = Math.min(left, room[ring]! - given[ring]!);
    given[ring]! += more;
    left -= more;
  }
  return given;
}
