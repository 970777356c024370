/** The authorities: tracks and bands of wedges, dots, and names where there is room for all of a wedge. */
import type { Band } from "../layout/rim";
import type { Wedge } from "../layout/layout";
import { drawn, layer } from "./layers";
import { type Light, type Picture } from "./picture";
import { annulus, at, cut, funnel, short } from "./shapes";

interface Part {
  key: string;
  wedge: Wedge;
  band: Band;
  inner: number;
  outer: number;
  lit: boolean;
}

export function drawRim(root: SVGGElement, picture: Picture, light: Light): void {
  const { layout, network, words } = picture;
  const rim = layer(root, "rim");
  const { inner, outer } = layout.radii;
  const lit = new Map(layout.wedges.map((wedge) => [wedge, wedge.members.filter(light.lit).length]));
  const filled = layout.wedges.filter(({ members }) => members.length);
  const dim = (wedge: Wedge) => (light.partial && !lit.get(wedge) ? "dim" : "");
  drawn(rim, "path", "funnel", filled, ({ key }) => key, {
    class: dim,
    d: (wedge) => {
      const node = layout.nodes.get(wedge.holder);
      const middle = (wedge.from + wedge.to) / 2;
      // Of a head and of the NIMIC a line leads to the foot of the funnel, which stands on the ring of DIMICs.
      const own = node && node.radius >= layout.radii.dimic;
      return funnel(own ? node.angle : middle, own ? node.radius : foot(layout.radii), wedge.from, wedge.to, inner);
    },
  });
  drawn(rim, "path", "track", layout.wedges, ({ key }) => key, {
    class: ({ open }) => (open ? "open" : ""),
    "data-wedge": ({ key }) => key,
    d: ({ from, to }) => annulus(from, to, inner, outer),
  });
  const parts = filled.filter((wedge) => !asDots(wedge, picture)).flatMap((wedge) => partsOf(wedge, light));
  drawn(rim, "path", "band", parts, ({ key }) => key, {
    class: (part) => `${colour(picture, part.band.area)}${part.lit ? "" : " out"}`,
    "data-wedge": ({ wedge }) => wedge.key,
    d: (part) => annulus(part.wedge.from, part.wedge.to, part.inner, part.outer),
  });
  drawDots(root, picture, light);
  const named = layout.wedges.filter((wedge) => wedge.named).flatMap((wedge) =>
    wedge.members.map((member) => ({ member, most: lettersIn(wedge, picture) })),
  );
  drawn(layer(root, "names"), "text", "name", named, ({ member }) => network.ids[member]!, {
    class: ({ member }) =>
      `${light.lit(member) ? "" : "dim"}${member === picture.selected ? " selected" : ""}${network.active[member] ? "" : " inactive"}`,
    "data-authority": ({ member }) => network.ids[member]!,
    ...radial((each: { member: number; most: number }) => {
      const place = layout.places.get(each.member)!;
      return { angle: place.angle, radius: place.radius + 6 };
    }),
    dy: () => 3,
    text: ({ member, most }) => cut(network.names[member]!, most),
  });
  drawn(layer(root, "counts"), "text", "count", filled.filter((wedge) => showsCount(wedge, lit.get(wedge)!, light, picture)), ({ key }) => key, {
    ...counted(),
    text: (wedge) => words.number(light.partial ? lit.get(wedge)! : wedge.members.length),
  }).attr("aria-hidden", "true");
}

/** Where funnels begin whose coordinator stands further in. */
export const foot = ({ dimic, inner }: { dimic: number; inner: number }): number => Math.min(dimic - 20, inner - 40);

const asDots = (wedge: Wedge, picture: Picture) => picture.every || wedge.open || wedge.named;

function showsCount(wedge: Wedge, lit: number, light: Light, picture: Picture): boolean {
  const wide = (wedge.to - wedge.from) * wedge.end > 15;
  return wide && !wedge.named && (!light.partial || lit > 0) && picture.path === null;
}

/** Along the rim where there is room, else outwards. */
function counted() {
  const placed = ({ from, to, end }: Wedge) => {
    const middle = (from + to) / 2;
    const wide = (to - from) * end > 34;
    const below = Math.sin(middle) > 0;
    const flipped = Math.cos(middle) < 0;
    const degrees = (middle * 180) / Math.PI;
    return {
      turn: wide ? degrees + (below ? -90 : 90) : flipped ? degrees + 180 : degrees,
      anchor: wide ? "middle" : flipped ? "end" : "start",
      dy: wide ? (below ? 6 : 2) : 3.5,
      place: at(middle, end + 9),
    };
  };
  return {
    transform: (wedge: Wedge) => `translate(${placed(wedge).place}) rotate(${short(placed(wedge).turn)})`,
    "text-anchor": (wedge: Wedge) => placed(wedge).anchor,
    dy: (wedge: Wedge) => placed(wedge).dy,
  };
}

/** Attributes of a text that runs outwards and is never upside down. */
function radial<T>(place: (datum: T) => { angle: number; radius: number }) {
  const flipped = (angle: number) => Math.cos(angle) < 0;
  return {
    transform: (datum: T) => {
      const { angle, radius } = place(datum);
      return `translate(${at(angle, radius)}) rotate(${short((angle * 180) / Math.PI + (flipped(angle) ? 180 : 0))})`;
    },
    "text-anchor": (datum: T) => (flipped(place(datum).angle) ? "end" : "start"),
  };
}

/** Each band once, or in two: what is lit, and the rest. */
function partsOf(wedge: Wedge, light: Light): Part[] {
  return wedge.bands.flatMap((band) => {
    const members = wedge.members.slice(band.start, band.start + band.count);
    const lit = light.partial ? members.filter(light.lit).length : band.count;
    const middle = Math.sqrt(band.inner ** 2 + ((band.outer ** 2 - band.inner ** 2) * lit) / band.count);
    const part = (inner: number, outer: number, isLit: boolean): Part => ({
      key: `${wedge.key} ${band.area} ${isLit}`,
      wedge,
      band,
      inner,
      outer,
      lit: isLit,
    });
    return [
      ...(lit ? [part(band.inner, middle, true)] : []),
      ...(lit < band.count ? [part(middle, band.outer, false)] : []),
    ];
  });
}

/** Dots of one wedge, colour and light are one path: ten thousand authorities are some hundred elements. */
function drawDots(root: SVGGElement, picture: Picture, light: Light): void {
  const { layout, network, shown } = picture;
  interface Dots {
    key: string;
    area: number | null;
    lit: boolean;
    active: boolean;
    width: number;
    data: string[];
  }
  const groups = new Map<string, Dots>();
  for (const wedge of layout.wedges) {
    if (!asDots(wedge, picture)) continue;
    const width = wedge.named ? 6 : short(Math.max(1.2, Math.min(11, wedge.spacing * 0.72)));
    for (const member of wedge.members) {
      const area = shown.areaOf[member] ?? null;
      const lit = light.lit(member);
      const active = network.active[member]!;
      const key = `${wedge.key} ${area} ${lit} ${active}`;
      const group = groups.get(key) ?? { key, area, lit, active, width, data: [] };
      const { x, y } = layout.places.get(member)!;
      const hole = short(width / 2 - 0.7);
      group.data.push(
        active
          ? `M${short(x)} ${short(y)}h.01`
          : `M${short(x - hole)} ${short(y)}a${hole} ${hole} 0 1 0 ${2 * hole} 0a${hole} ${hole} 0 1 0 ${-2 * hole} 0`,
      );
      groups.set(key, group);
    }
  }
  drawn(layer(root, "dots"), "path", "dot", [...groups.values()], ({ key }) => key, {
    class: (group) =>
      `${colour(picture, group.area)}${group.lit ? "" : " out"}${group.active ? "" : " hollow"}`,
    "stroke-width": ({ width, active }) => (active ? width : 1.4),
    d: ({ data }) => data.join(""),
  });
}

export const colour = (picture: Picture, area: number | null): string =>
  area === null ? "area-none" : `area-${picture.colours[area] ?? "rest"}`;

/** How many letters of a name fit between two rings. */
function lettersIn(wedge: Wedge, picture: Picture): number {
  const { inner, outer } = picture.layout.radii;
  const rings = new Set(wedge.members.map((member) => Math.round(picture.layout.places.get(member)!.radius)));
  return Math.floor(((outer - inner) / Math.max(1, rings.size) - 14) / 5.3);
}
