/** Who validates whom: lines that run outwards, wider the more authorities they lead to. */
import { drawn, type Layer } from "./layers";
import { type Light, type Picture } from "./picture";
import { foot } from "./rim";
import { at, short } from "./shapes";

interface Line {
  key: string;
  from: number;
  to: number;
  weight: number;
  data: string;
}

export function drawTree(parent: Layer, picture: Picture, light: Light): void {
  const lines = picture.relations.includes("VALIDATES") ? [...betweenCoordinators(picture), ...toWedges(picture)] : [];
  const dim = ({ from, to }: Line) => {
    if (picture.path) return !(light.onPath.has(from) && light.onPath.has(to));
    if (!light.partial) return false;
    return !light.lit(to) || (!light.lit(from) && from !== picture.network.nimic);
  };
  drawn(parent, "path", "line", lines, ({ key }) => key, {
    class: (line) => (dim(line) ? "dim" : ""),
    "stroke-width": ({ weight }) => short(1 + Math.sqrt(weight) / 9),
    d: ({ data }) => data,
  });
}

function betweenCoordinators({ network, layout }: Picture): Line[] {
  return [...layout.nodes].flatMap(([to, end]) => {
    const from = network.validators[to];
    const start = from === null || from === undefined ? undefined : layout.nodes.get(from);
    if (!start || from === null || from === undefined) return [];
    const between = end.radius - start.radius;
    const data =
      start.radius === 0
        ? `M0 0L${at(end.angle, end.radius)}`
        : between > 1
          ? `M${at(start.angle, start.radius)}C${at(start.angle, start.radius + between * 0.48)} ` +
            `${at(end.angle, end.radius - between * 0.6)} ${at(end.angle, end.radius - 6)}`
          : // Of two on one ring the line bends inwards.
            `M${at(start.angle, start.radius)}Q${at((start.angle + end.angle) / 2, start.radius * 0.78)} ${at(end.angle, end.radius)}`;
    return [{ key: network.ids[to]!, from, to, weight: network.below[to]!, data }];
  });
}

/** From a coordinator that stands further in than DIMICs do to the funnels of its own authorities. */
function toWedges({ network, layout }: Picture): Line[] {
  const end = foot(layout.radii);
  return layout.wedges.flatMap(({ key, holder, from, to, members }) => {
    const node = layout.nodes.get(holder);
    if (!node || node.radius >= layout.radii.dimic || !members.length) return [];
    const middle = (from + to) / 2;
    const angle = node.radius ? node.angle : middle;
    const data =
      `M${at(node.angle, node.radius)}C${at(angle, node.radius + (end - node.radius) * 0.5)} ` +
      `${at(middle, end - (end - node.radius) * 0.5)} ${at(middle, end)}`;
    return [{ key: `${key} own`, from: holder, to: network.nimic === holder ? members[0]! : holder, weight: members.length, data }];
  });
}
