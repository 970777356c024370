/** Names that appear where zooming makes room for them; none hides another. */
import type { ZoomTransform } from "d3-zoom";
import { drawn, layer } from "./layers";
import { type Picture } from "./picture";
import { type Frame } from "./zoom";

const FROM = 1.7;
const FOR_DOTS = 13;
const MOST_NAMES = 220;
const LETTER = 6;
const LINE = 12;

interface Name {
  at: number;
  x: number;
  y: number;
  right: boolean;
  bold: boolean;
}

export function drawZoomedNames(root: SVGGElement, picture: Picture, zoom: ZoomTransform, frame: Frame): void {
  const names = zoom.k < FROM ? [] : chosen(picture, zoom, frame);
  const size = 11 / zoom.k;
  drawn(layer(root, "zoomed"), "text", "zoomed-name", names, ({ at }) => picture.network.ids[at]!, {
    class: ({ bold }) => (bold ? "bold" : ""),
    "font-size": () => size,
    "stroke-width": () => 3 / zoom.k,
    x: ({ x }) => x,
    y: ({ y }) => y + size * 0.35,
    "text-anchor": ({ right }) => (right ? "start" : "end"),
    text: ({ at }) => picture.network.names[at]!,
  }).attr("aria-hidden", "true");
}

/** Coordinators first, then authorities where their dots are far enough apart. */
function chosen({ layout, network, every }: Picture, zoom: ZoomTransform, frame: Frame): Name[] {
  const taken: { x: number; y: number; width: number }[] = [];
  const names: Name[] = [];
  const put = (at: number, x: number, y: number, right: boolean, bold: boolean) => {
    const [sx, sy] = [zoom.applyX(x), zoom.applyY(y)];
    if (names.length >= MOST_NAMES || Math.abs(sx) > frame.width / 2 || Math.abs(sy) > frame.height / 2) return;
    const width = network.names[at]!.length * LETTER;
    const left = right ? sx : sx - width;
    const hides = taken.some((box) => Math.abs(box.y - sy) < LINE && left < box.x + box.width && box.x < left + width);
    if (hides) return;
    taken.push({ x: left, y: sy, width });
    names.push({ at, x, y, right, bold });
  };
  for (const [at, { x, y, radius }] of layout.nodes) {
    if (radius === 0) continue;
    const head = network.kinds[at] === "SDIMIC";
    put(at, head ? x : x + (x < 0 ? -11 : 11), head ? y + 18 : y, head || x >= 0, true);
  }
  for (const { named, open, members, spacing } of layout.wedges) {
    if (named || !(every || open) || spacing * zoom.k <= FOR_DOTS) continue;
    for (const at of members) {
      const { x, y } = layout.places.get(at)!;
      put(at, x + (x < 0 ? -0.5 : 0.5) * spacing, y, x >= 0, false);
    }
  }
  return names;
}
