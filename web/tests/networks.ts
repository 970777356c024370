/** Networks for tests, of any shape and size, the same for the same seed. */
import type { Answer } from "../src/model/network";
import { type Network, networkOf } from "../src/model/network";

export interface Shape {
  regions: number;
  sdimics: boolean;
  dimicsOfRegion: number;
  nationalDimics: number;
  authorities: number;
  seed?: number;
  placed?: boolean;
}

export const AREAS = ["PQ", "SD", "PW", "PR", "FA", "PP", "TD", "CG"];

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Body {
  id: string;
  type: string;
  region: number | null;
  validator: string | null;
  areas: number[];
  dimic: number[];
}

export function network(shape: Shape, more: Body[] = []): Network {
  const random = numbers(shape.seed ?? 1);
  const some = (of: number) => Math.floor(random() * of);
  const bodies: Body[] = [{ id: "nimic", type: "NIMIC", region: null, validator: null, areas: [], dimic: [] }];
  const holders: { id: string; region: number | null }[] = [{ id: "nimic", region: null }];
  const add = (id: string, type: string, region: number | null, validator: string) => {
    const dimic = type === "DIMIC" ? [...new Set([some(AREAS.length), some(AREAS.length)])].sort() : [];
    bodies.push({ id, type, region, validator, areas: dimic, dimic });
    holders.push({ id, region });
  };
  for (let region = 0; region < shape.regions; region++) {
    if (shape.sdimics) add(`s${region}`, "SDIMIC", region, "nimic");
    for (let each = 0; each < shape.dimicsOfRegion; each++)
      add(`d${region}-${each}`, "DIMIC", region, shape.sdimics ? `s${region}` : "nimic");
  }
  for (let each = 0; each < shape.nationalDimics; each++) add(`n${each}`, "DIMIC", null, "nimic");
  for (let each = 0; each < shape.authorities; each++) {
    const holder = holders[some(holders.length)]!;
    const region = holder.region ?? (shape.regions ? some(shape.regions) : null);
    bodies.push({ id: `a${each}`, type: "CA", region, validator: holder.id, areas: [some(AREAS.length)], dimic: [] });
  }
  return made(shape, [...bodies, ...more]);
}

function made(shape: Shape, bodies: Body[]): Network {
  bodies.sort((a, b) => (a.id < b.id ? -1 : 1));
  const at = new Map(bodies.map(({ id }, index) => [id, index]));
  const sets = [[], ...new Map(bodies.flatMap(({ areas, dimic }) => [areas, dimic]).map((set) => [set.join(), set])).values()];
  const setOf = (areas: number[]) => sets.findIndex((set) => set.join() === areas.join());
  const map = {
    areas: AREAS.map((code) => ({ code, name: code, keywords: [], otherNames: [], keywordNames: [] })),
    areaSets: sets,
    regions: Array.from({ length: shape.regions }, (_, index) => ({
      code: `R${index}`,
      name: `Region ${index}`,
      parent: null,
      latitude: shape.placed === false ? null : 50 + Math.cos(index * 2.4) * 3,
      longitude: shape.placed === false ? null : 10 + Math.sin(index * 2.4) * 3,
    })),
    authorities: {
      ids: bodies.map(({ id }) => id),
      names: bodies.map(({ id }) => `Name of ${id}`),
      types: bodies.map(({ type }) => type),
      statuses: bodies.map(() => "ACTIVE"),
      validatingCoordinators: bodies.map(({ validator }) => (validator === null ? null : at.get(validator)!)),
      regions: bodies.map(({ region }) => region),
      areas: bodies.map(({ areas }) => setOf(areas)),
      dimicAreas: bodies.map(({ dimic }) => setOf(dimic)),
    },
  };
  const answer = { revision: 1, state: { code: "XX", name: "Testland" }, map } as Answer;
  return networkOf(answer, answer.map!);
}
