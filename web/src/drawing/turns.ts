/** What came and went since an earlier day: rings around authorities, dashed where they went, and lines for relations. */
import type { Point } from "../layout/geometry";
import { drawn, type Layer } from "./layers";
import type { Picture } from "./picture";
import { bundled, short } from "./shapes";

const MOST_LINES = 300;

export function drawTurnedRelations(parent: Layer, picture: Picture): void {
  const { difference, network, lens, path } = picture;
  const lines = (difference && !lens && !path ? difference.turns : []).flatMap((turn) => {
    const [from, to] = [placeOf(picture, turn.holder), placeOf(picture, turn.end)];
    return from && to ? [{ ...turn, from, to }] : [];
  });
  const aside = { VALIDATES: 0, GRANTS_ACCESS: 14, COORDINATES_REQUESTS: -14, LINKED_TO: 28 };
  drawn(
    parent,
    "path",
    "turned",
    lines.slice(0, MOST_LINES),
    ({ holder, end, relation, area, came }) => `${relation} ${area} ${came} ${network.ids[holder]} ${network.ids[end]}`,
    {
      class: ({ came }) => (came ? "came" : "went"),
      d: ({ from, to, relation }) => bundled([from, to], 1, aside[relation]),
    },
  );
}

export function drawTurnedAuthorities(parent: Layer, picture: Picture): void {
  const { difference, network } = picture;
  const rings = (["came", "went"] as const).flatMap((how) =>
    [...(difference?.[how] ?? [])].flatMap((at) => {
      const place = placeOf(picture, at);
      return place ? [{ at, how, place, radius: radiusOf(picture, at) }] : [];
    }),
  );
  drawn(parent, "circle", "turned", rings, ({ at }) => network.ids[at]!, {
    class: ({ how }) => how,
    "data-turned": ({ at }) => network.ids[at]!,
    cx: ({ place }) => short(place.x),
    cy: ({ place }) => short(place.y),
    r: ({ radius }) => radius,
  });
}

const placeOf = ({ layout }: Picture, at: number): Point | undefined => layout.nodes.get(at) ?? layout.places.get(at);

/** Around the symbol of an authority. */
function radiusOf({ layout, network }: Picture, at: number): number {
  const node = layout.nodes.get(at);
  if (!node) return 7;
  if (network.kinds[at] === "NIMIC") return 38;
  return network.kinds[at] === "SDIMIC" && node.radius === layout.radii.sdimic ? 22 : 13;
}
