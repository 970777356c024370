/** The authorities of a wedge: bands whose area is their number, dots within them, or a ring of names. */
import { polar, type Polar } from "./geometry";
import { type Radii, ringsFor, type Wedge } from "./layout";

/** The authorities of one colour in a wedge: `count` from `start` on, between two radii. */
export interface Band {
  area: number | null;
  start: number;
  count: number;
  inner: number;
  outer: number;
}

/** The side of the square that one authority takes, so that the fullest wedge reaches the rim; at most `most`. */
export function density(wedges: readonly Wedge[], radii: Radii, most: number): number {
  const ring = (radii.outer ** 2 - radii.inner ** 2) / 2;
  return wedges.reduce(
    (side, { from, to, members }) =>
      members.length ? Math.min(side, Math.sqrt((ring * (to - from)) / members.length)) : side,
    most,
  );
}

/** Fills in a wedge's bands and the places of its authorities. */
export function arranged(
  wedge: Wedge,
  radii: Radii,
  areaOf: readonly (number | null)[],
  side: number,
  names: boolean,
  places: Map<number, Polar>,
): void {
  const last = Number.MAX_SAFE_INTEGER;
  const area = (at: number) => areaOf[at] ?? last;
  wedge.members = [...wedge.members].sort((a, b) => area(a) - area(b) || a - b);
  wedge.spacing = side;
  const width = wedge.to - wedge.from;
  const reach = (count: number) => Math.sqrt(radii.inner ** 2 + (2 * count * side * side) / width);
  wedge.members.forEach((at, index) => {
    const before = wedge.bands.at(-1);
    if (before && before.area === (areaOf[at] ?? null)) before.count++;
    else wedge.bands.push({ area: areaOf[at] ?? null, start: index, count: 1, inner: 0, outer: 0 });
  });
  for (const band of wedge.bands) {
    band.inner = reach(band.start);
    band.outer = reach(band.start + band.count);
  }
  wedge.end = wedge.members.length ? reach(wedge.members.length) : radii.inner;
  const rings = names && wedge.members.length ? ringsFor(wedge, radii) : null;
  if (rings) inRings(wedge, radii, rings, places);
  else inRows(wedge, radii, side, places);
}

function inRings(wedge: Wedge, radii: Radii, rings: readonly number[], places: Map<number, Polar>): void {
  wedge.named = true;
  wedge.end = radii.outer;
  const width = wedge.to - wedge.from;
  const length = (radii.outer - radii.inner) / rings.length;
  // Neighbours by area stay neighbours: an authority's ring is that which is filled least at its angle.
  const taken = rings.map(() => 0);
  wedge.members.forEach((at) => {
    const ring = rings.reduce(
      (best, room, each) =>
        room > taken[each]! && (rings[best]! <= taken[best]! || (taken[each]! + 0.5) / room < (taken[best]! + 0.5) / rings[best]!)
          ? each
          : best,
      0,
    );
    const angle = wedge.from + (width * (taken[ring]! + 0.5)) / rings[ring]!;
    taken[ring]!++;
    places.set(at, polar(angle, radii.inner + 8 + ring * length));
  });
}

function inRows(wedge: Wedge, radii: Radii, side: number, places: Map<number, Polar>): void {
  const { members, from, to, end } = wedge;
  const rows = Math.max(1, Math.round((end - radii.inner) / side));
  const height = (end - radii.inner) / rows;
  let placed = 0;
  for (let row = 0; row < rows && placed < members.length; row++) {
    const area = ((to - from) * ((radii.inner + (row + 1) * height) ** 2 - radii.inner ** 2)) / 2;
    const upTo = row === rows - 1 ? members.length : Math.min(members.length, Math.round(area / side / side));
    const count = upTo - placed;
    for (let index = 0; index < count; index++, placed++) {
      const angle = from + ((to - from) * (index + 0.5)) / count;
      places.set(members[placed]!, polar(angle, radii.inner + (row + 0.5) * height));
    }
  }
}
