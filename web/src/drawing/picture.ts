/** What is drawn: a layout, what of it is lit, and the words for it. */
import type { Layout } from "../layout/layout";
import type { Difference } from "../model/difference";
import type { Shown } from "../model/filters";
import { type Bundle, type Network, type RelationName } from "../model/network";

/** One relation of the chain that answers "why". */
export interface Step {
  from: number;
  to: number;
  relation: string;
}

export interface Picture {
  network: Network;
  layout: Layout;
  shown: Shown;
  bundles: readonly Bundle[];
  relations: readonly RelationName[];
  lens: { monitor: number; scope: ReadonlySet<number> } | null;
  path: readonly Step[] | null;
  /** The two of a "why" or "why not"; null: none is asked. */
  pair: readonly number[] | null;
  selected: number | null;
  /** What came and went since an earlier day; null: none is compared with. */
  difference: Difference | null;
  /** Whether a region is chosen. */
  inRegion: boolean;
  every: boolean;
  /** By position of an area: the number of its colour, or `rest`. */
  colours: readonly string[];
  words: Words;
}

/** Texts of the picture in the language of the page. */
export interface Words {
  number(value: number): string;
  kind(at: number): string;
  node(at: number): string;
  authority(at: number): string;
  wedge(holder: number, count: number): string;
  bundle(bundle: Bundle): string;
  region(region: number | null): string;
  counts(authorities: number, coordinators: number): string;
}

/** What the picture emphasises, worked out once for all its layers. */
export interface Light {
  /** Whether an authority or coordinator is neither filtered away nor outside of the scope or chain shown. */
  lit(at: number): boolean;
  /** Whether anything is left out, so that numbers and opacities differ. */
  partial: boolean;
  onPath: ReadonlySet<number>;
}

export function lightOf({ network, shown, lens, path, pair, inRegion }: Picture): Light {
  const onPath = new Set([...(path ?? []).flatMap(({ from, to }) => [from, to]), ...(pair ?? [])]);
  const lit = (at: number) => {
    if (path) return onPath.has(at);
    if (lens) return at === lens.monitor || (lens.scope.has(at) && shown.all[at] === true);
    // The centre is that of every region.
    return shown.all[at] === true || (inRegion && at === network.nimic);
  };
  return { lit, partial: inRegion || lens !== null || path !== null, onPath };
}
