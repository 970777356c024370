/** Relations that leave the validation tree, bundled along it. */
import type { Point } from "../layout/geometry";
import { polar } from "../layout/geometry";
import { type Bundle, chainTo, type Network, type RelationName } from "../model/network";
import { drawn, element, type Layer } from "./layers";
import { type Light, type Picture } from "./picture";
import { colour } from "./rim";
import { bundled, short } from "./shapes";

const STRENGTH = 0.8;
const ASIDE: Record<RelationName, number> = { VALIDATES: 0, GRANTS_ACCESS: 4.5, COORDINATES_REQUESTS: -4.5, LINKED_TO: 9 };

export function drawRelations(parent: Layer, picture: Picture, light: Light): void {
  const lines = picture.path ? [] : shownBundles(picture, light);
  const beside = new Map<string, number>();
  const data = new Map<Bundle, string>();
  for (const bundle of lines) {
    const pair = `${bundle.holder} ${bundle.end}`;
    const index = beside.get(pair) ?? 0;
    beside.set(pair, index + 1);
    const offset = ASIDE[bundle.relation] + (index % 2 ? 1 : -1) * Math.ceil(index / 2) * 5;
    data.set(bundle, bundled(pointsOf(picture, bundle), STRENGTH, offset));
  }
  drawn(parent, "path", "relation", lines, keyOf(picture.network), {
    class: ({ relation, area }) =>
      `${relation.toLowerCase()} ${colour(picture, area)}${picture.lens ? " hot" : ""}`,
    "stroke-width": ({ count }) => short(Math.min(7, 0.7 + Math.sqrt(count) / (picture.lens ? 2.2 : 4))),
    d: (bundle) => data.get(bundle)!,
  }).each(function (bundle) {
    const title = this.querySelector("title") ?? this.appendChild(element("title"));
    const text = picture.words.bundle(bundle);
    if (title.textContent !== text) title.textContent = text;
  });
}

const keyOf =
  (network: Network) =>
  ({ relation, area, ofValidated, holder, end }: Bundle): string =>
    `${relation} ${area} ${ofValidated} ${network.ids[holder]} ${network.ids[end]}`;

/** Without a lens what leaves its own region, with one what the monitor holds. */
function shownBundles(picture: Picture, light: Light): Bundle[] {
  const { bundles, lens, network, relations, layout } = picture;
  const sectorOf = new Map(layout.wedges.map(({ holder, sector }) => [holder, sector]));
  for (const [index, { head }] of layout.sectors.entries()) if (head !== null) sectorOf.set(head, index);
  return bundles.filter((bundle) => {
    const { relation, area, holder, end, ofValidated } = bundle;
    if (!layout.nodes.has(holder) || !pointOf(picture, end, ofValidated)) return false;
    if (holder === end || followsTree(network, bundle) || !inChosenArea(picture, area)) return false;
    if (lens) return holder === lens.monitor || (relation === "LINKED_TO" && end === lens.monitor);
    if (!relations.includes(relation)) return false;
    if (picture.inRegion) return light.lit(holder) || light.lit(end);
    const [from, to] = [sectorOf.get(holder), sectorOf.get(end)];
    return from === undefined || from !== to || layout.sectors[from]?.region === null;
  });
}

const followsTree = (network: Network, { relation, holder, end, ofValidated }: Bundle) =>
  relation !== "LINKED_TO" && !ofValidated && network.validators[end] === holder;

const inChosenArea = ({ shown }: Picture, area: number | null) => area === null || shown.areas[area] === true;

/** A coordinator's own place, or the foot of its wedge where the relation is with those it validates. */
function pointOf({ layout, network }: Picture, end: number, ofValidated: boolean): Point | undefined {
  if (ofValidated && end !== network.nimic) {
    const wedge = layout.wedges.find(({ holder }) => holder === end);
    if (wedge) return polar((wedge.from + wedge.to) / 2, layout.radii.inner - 4);
  }
  return layout.nodes.get(end) ?? layout.places.get(end);
}

/** Along the tree from the holder to the end. */
function pointsOf(picture: Picture, { holder, end, ofValidated }: Bundle): Point[] {
  const { layout, network } = picture;
  const up = chainTo(network, holder);
  const down = chainTo(network, end);
  let shared = 0;
  while (shared < up.length && shared < down.length && up[shared] === down[shared]) shared++;
  const way = [...up.slice(Math.max(0, shared - 1)).reverse(), ...down.slice(shared)];
  const last = way.length - 1;
  const points = way.flatMap((each, index) => {
    const point = index === last && index > 0 ? pointOf(picture, end, ofValidated) : layout.nodes.get(each);
    return point ? [point] : [];
  });
  return points.length > 1 ? points : [layout.nodes.get(holder)!, pointOf(picture, end, ofValidated)!];
}
