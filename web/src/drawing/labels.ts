/** Names of regions, or of the coordinators of a state without them, in two columns with leader lines. */
import { drawn, element, layer } from "./layers";
import { type Light, type Picture } from "./picture";
import { cut, short } from "./shapes";
import { WIDE } from "./zoom";

interface Label {
  key: string;
  angle: number;
  first: string;
  second: string;
  dim: boolean;
  /** What a click chooses: a region, or a coordinator. */
  region: number | null | undefined;
  coordinator: number | undefined;
  side: number;
  y: number;
  x: number;
  height: number;
}

const APART = { one: 20, two: 38 };
const LETTER = { capital: 9.4, other: 7.2 };
const MOST_LETTERS = 30;
const LOWEST = 428;
const MOST_COORDINATORS = 12;

export function drawLabels(root: SVGGElement, picture: Picture, light: Light): void {
  const { radii } = picture.layout;
  const labels = placed(labelsOf(picture, light), radii.outer);
  const groups = drawn(layer(root, "labels"), "g", "label", labels, ({ key }) => key, {
    class: ({ dim }) => (dim ? "dim" : ""),
    "data-region": ({ region }) =>
      region === undefined ? null : region === null ? "-" : picture.network.regions[region]!.code,
    "data-authority": ({ coordinator }) => (coordinator === undefined ? null : picture.network.ids[coordinator]!),
    "aria-hidden": () => "true",
  });
  groups.each(function ({ angle, side, x, y, first, second }) {
    if (!this.firstChild) this.append(element("path", "leader"), element("text", "first"), element("text", "second"));
    const [leader, title, detail] = this.children as unknown as [SVGElement, SVGElement, SVGElement];
    const point = (radius: number) => `${short(Math.cos(angle) * radius)} ${short(Math.sin(angle) * radius)}`;
    leader.setAttribute("d", `M${point(radii.outer + 6)}L${point(radii.outer + 18)}L${short(x - side * 5)} ${short(y)}`);
    for (const [text, dy, words] of [
      [title, second ? -1 : 4, cut(first, lettersBeside(first, x))],
      [detail, 13, second],
    ] as const) {
      text.setAttribute("x", String(short(x)));
      text.setAttribute("y", String(short(y + dy)));
      text.setAttribute("text-anchor", side > 0 ? "start" : "end");
      if (text.textContent !== words) text.textContent = words;
    }
  });
}

function lettersBeside(name: string, x: number): number {
  const letter = name === name.toUpperCase() ? LETTER.capital : LETTER.other;
  return Math.min(MOST_LETTERS, Math.floor((WIDE.width / 2 - Math.abs(x)) / letter));
}

function labelsOf(picture: Picture, light: Light): Label[] {
  const { layout, network, words } = picture;
  const place = { side: 0, y: 0, x: 0 };
  return layout.sectors.flatMap((sector, index): Label[] => {
    const wedges = layout.wedges.filter((wedge) => wedge.sector === index);
    const middle = (sector.from + sector.to) / 2;
    const dim = light.partial && picture.path === null && !picture.lens && !wedges.some((wedge) => wedge.members.some(light.lit) || light.lit(wedge.holder));
    const thematic = sector.region === null && sector.to - sector.from > 1.2 && wedges.length <= MOST_COORDINATORS;
    if (!thematic)
      return [
        {
          key: String(sector.region),
          angle: middle,
          first: words.region(sector.region),
          second: sector.authorities ? words.counts(sector.authorities, sector.coordinators) : "",
          height: sector.authorities ? APART.two : APART.one,
          dim,
          region: sector.region,
          coordinator: undefined,
          ...place,
        },
      ];
    // A sector that is most of the picture says little by its name: its coordinators say more.
    return wedges.map((wedge) => ({
      key: wedge.key,
      angle: (wedge.from + wedge.to) / 2,
      first: network.names[wedge.holder]!,
      height: APART.two,
      second: words.counts(wedge.members.length, 0),
      dim,
      region: undefined,
      coordinator: wedge.holder,
      ...place,
    }));
  });
}

/** Beside the circle, on the side of their sector, one under the other. */
function placed(labels: readonly Label[], outer: number): Label[] {
  return [1, -1].flatMap((side) => {
    const column = labels
      .filter(({ angle }) => (Math.cos(angle) >= 0 ? 1 : -1) === side)
      .map((label) => ({ ...label, side, y: Math.sin(label.angle) * (outer + 34) }))
      .sort((a, b) => a.y - b.y || a.angle - b.angle);
    const all = column.reduce((sum, { height }) => sum + height, 0);
    const apart = (label: Label) => label.height * Math.min(1, (2 * LOWEST) / Math.max(1, all));
    column.forEach((label, index) => {
      const above = column[index - 1];
      if (above) label.y = Math.max(label.y, above.y + apart(above));
    });
    let lowest = LOWEST;
    for (const label of [...column].reverse()) {
      label.y = Math.min(label.y, lowest);
      lowest = label.y - apart(column[column.indexOf(label) - 1] ?? label);
    }
    const beside = outer + 38;
    return column.map((label) => {
      const reach = Math.sqrt(Math.max(0, beside ** 2 - Math.min(Math.abs(label.y), beside - 1) ** 2));
      return { ...label, x: side * (Math.max(reach, 120) + 14) };
    });
  });
}
