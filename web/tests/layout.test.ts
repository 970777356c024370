import { describe, expect, test } from "vitest";
import { TURN } from "../src/layout/geometry";
import { layout, type Layout, type Wedge } from "../src/layout/layout";
import { byCompass } from "../src/layout/slots";
import { shownBy } from "../src/model/filters";
import type { Network } from "../src/model/network";
import { network, type Shape } from "./networks";

const ALL = { areas: null, region: null, role: null, keyword: null, inactive: false };
const SHAPES: Record<string, Shape> = {
  "federal, 10,000": { regions: 16, sdimics: true, dimicsOfRegion: 4, nationalDimics: 6, authorities: 10_000 },
  "federal, 300": { regions: 16, sdimics: true, dimicsOfRegion: 5, nationalDimics: 8, authorities: 300, seed: 2 },
  "a NIMIC alone, 380": { regions: 12, sdimics: false, dimicsOfRegion: 0, nationalDimics: 0, authorities: 380 },
  "a NIMIC alone without regions": { regions: 0, sdimics: false, dimicsOfRegion: 0, nationalDimics: 0, authorities: 60 },
  "thematic, 50": { regions: 13, sdimics: false, dimicsOfRegion: 0, nationalDimics: 6, authorities: 50 },
  "by region, 900": { regions: 16, sdimics: false, dimicsOfRegion: 1, nationalDimics: 7, authorities: 900, seed: 3 },
  "many coordinators": { regions: 27, sdimics: true, dimicsOfRegion: 9, nationalDimics: 20, authorities: 2000, seed: 4 },
  "a single NIMIC": { regions: 0, sdimics: false, dimicsOfRegion: 0, nationalDimics: 0, authorities: 0 },
};

function arranged(of: Network, open: string | null = null): Layout {
  const shown = shownBy(of, ALL, null);
  return layout(of, { drawn: shown.drawn, areaOf: shown.areaOf, open });
}

const width = ({ from, to }: Wedge) => to - from;

describe.each(Object.entries(SHAPES))("the layout of a state that is %s", (_, shape) => {
  const of = network(shape);
  const opened = of.ids.find((__, at) => of.kinds[at] === "DIMIC" && of.validated[at]!.length) ?? null;

  describe.each([null, opened])("with %s expanded", (open) => {
    const found = arranged(of, open);

    test("places every authority once, in a wedge of its validator, and every coordinator once", () => {
      const members = found.wedges.flatMap((wedge) => wedge.members);
      const authorities = of.ids.flatMap((__, at) => (of.kinds[at] === "CA" ? [at] : []));
      expect([...members].sort((a, b) => a - b)).toEqual(authorities);
      expect([...found.places.keys()].sort((a, b) => a - b)).toEqual(authorities);
      for (const wedge of found.wedges) for (const at of wedge.members) expect(of.validators[at]).toBe(wedge.holder);
      expect([...found.nodes.keys()].sort((a, b) => a - b)).toEqual(of.ids.flatMap((__, at) => (of.kinds[at] === "CA" ? [] : [at])));
    });

    test("lets no two wedges overlap and stays within the circle", () => {
      found.wedges.forEach((wedge, index) => {
        const next = found.wedges[index + 1];
        if (next) expect(next.from).toBeGreaterThanOrEqual(wedge.to);
        expect(wedge.end).toBeLessThanOrEqual(found.radii.outer + 0.01);
      });
      const [first, last] = [found.wedges[0], found.wedges.at(-1)];
      if (first && last) expect(last.to - first.from).toBeLessThanOrEqual(TURN + 1e-9);
    });

    test("keeps every authority inside its wedge and no two in one place", () => {
      const taken = new Set<string>();
      for (const wedge of found.wedges)
        for (const at of wedge.members) {
          const { angle, radius, x, y } = found.places.get(at)!;
          expect(angle).toBeGreaterThan(wedge.from);
          expect(angle).toBeLessThan(wedge.to);
          expect(radius).toBeGreaterThanOrEqual(found.radii.inner);
          expect(radius).toBeLessThanOrEqual(found.radii.outer);
          taken.add(`${x.toFixed(3)} ${y.toFixed(3)}`);
        }
      expect(taken.size).toBe(found.places.size);
    });

    test("gives each closed wedge an area in proportion to its number, and its bands likewise", () => {
      const area = (wedge: Wedge, inner: number, outer: number) => (width(wedge) * (outer ** 2 - inner ** 2)) / 2;
      const closed = found.wedges.filter((wedge) => !wedge.open && !wedge.named && wedge.members.length);
      const each = closed[0] && area(closed[0], found.radii.inner, closed[0].end) / closed[0].members.length;
      for (const wedge of closed) {
        expect(area(wedge, found.radii.inner, wedge.end) / wedge.members.length).toBeCloseTo(each!, 6);
        for (const band of wedge.bands) expect(area(wedge, band.inner, band.outer) / band.count).toBeCloseTo(each!, 6);
        expect(wedge.bands.reduce((sum, { count }) => sum + count, 0)).toBe(wedge.members.length);
      }
    });

    test("keeps the symbols of coordinators apart", () => {
      for (const [ring, room] of [
        [found.radii.sdimic, found.room.sdimic],
        [found.radii.dimic, found.room.dimic],
      ] as const) {
        const angles = [...found.nodes.values()]
          .filter(({ radius }) => radius === ring)
          .map(({ angle }) => ((angle % TURN) + TURN) % TURN)
          .sort((a, b) => a - b);
        angles.forEach((angle, index) => {
          const next = angles[index + 1] ?? angles[0]! + TURN;
          if (angles.length > 1) expect((next - angle) * ring).toBeGreaterThan(room * 0.93);
        });
      }
    });

    test("is the same when it is worked out again", () => {
      expect(arranged(network(shape), open)).toEqual(found);
    });
  });
});

test("the fisheye gives what is expanded a fifth to nearly half of the circle", () => {
  const of = network(SHAPES["federal, 10,000"]!);
  const open = of.ids.findIndex((__, at) => of.kinds[at] === "DIMIC");
  const wedge = arranged(of, of.ids[open]!).wedges.find(({ holder }) => holder === open)!;
  expect(width(wedge) / TURN).toBeGreaterThan(0.18);
  expect(width(wedge) / TURN).toBeLessThan(0.47);
});

test("every authority of a state of 380 with its NIMIC alone stands with its name", () => {
  expect(arranged(network(SHAPES["a NIMIC alone, 380"]!)).wedges.every(({ named }) => named)).toBe(true);
});

test("one authority more moves nothing by more than a hair, and leaves every order as it is", () => {
  const shape = SHAPES["federal, 10,000"]!;
  const before = arranged(network(shape));
  const of = network(shape, [{ id: "zz", type: "CA", region: 3, validator: "d3-0", areas: [1], dimic: [] }]);
  const after = arranged(of);
  expect(after.wedges.map(({ key }) => key)).toEqual(before.wedges.map(({ key }) => key));
  after.wedges.forEach((wedge, index) => expect(Math.abs(wedge.from - before.wedges[index]!.from)).toBeLessThan(0.002));
  for (const [at, { x, y }] of before.nodes) {
    const moved = after.nodes.get(at)!; // the new one is the last of all ids
    expect(Math.hypot(moved.x - x, moved.y - y)).toBeLessThan(1);
  }
});

test("regions stand clockwise from the north, and by name where no place is known", () => {
  const bearing = (at: number) => (at * 2.4) % TURN;
  const order = byCompass(network({ ...SHAPES["federal, 300"]! }));
  const turns = order.map(bearing);
  expect(turns.filter((turn, index) => index > 0 && turn < turns[index - 1]!).length).toBeLessThanOrEqual(1);
  const unplaced = network({ ...SHAPES["federal, 300"]!, placed: false });
  const names = byCompass(unplaced).map((at) => unplaced.regions[at]!.name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")));
});
