/** The coordinators: what can be focused, and what their areas are. */
import { drawn, element, type Layer } from "./layers";
import { type Light, type Picture } from "./picture";
import { slice } from "./shapes";

export function drawCoordinators(parent: Layer, picture: Picture, light: Light): void {
  const { layout, network, lens, selected, words } = picture;
  // From the centre outwards, which is the order in which they are read.
  const nodes = [...layout.nodes.keys()].sort(
    (a, b) => layout.nodes.get(a)!.radius - layout.nodes.get(b)!.radius || layout.nodes.get(a)!.angle - layout.nodes.get(b)!.angle,
  );
  const dim = (at: number) => !light.lit(at) && at !== selected && (light.partial || !picture.shown.drawn[at]);
  drawn(parent, "g", "node", nodes, (at) => network.ids[at]!, {
    class: (at) =>
      [
        network.kinds[at]!.toLowerCase(),
        dim(at) && "dim",
        at === selected && "selected",
        at === lens?.monitor && "monitor",
        !network.active[at] && "inactive",
      ]
        .filter(Boolean)
        .join(" "),
    "data-authority": (at) => network.ids[at]!,
    role: () => "button",
    "aria-label": words.node,
    "aria-pressed": (at) => String(at === selected),
    transform: (at) => {
      const { x, y } = layout.nodes.get(at)!;
      return `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`;
    },
  }).each(function (at) {
    if (!this.hasAttribute("tabindex")) this.setAttribute("tabindex", "-1");
    const shape = symbolOf(picture, at);
    const key = shape.map(([tag, attributes]) => tag + JSON.stringify(attributes)).join();
    if (this.dataset.shape === key) return;
    this.dataset.shape = key;
    this.replaceChildren(
      ...shape.map(([tag, attributes]) => {
        const made = element(tag);
        for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
        return made;
      }),
    );
  });
}

/** What stands on the symbols; beside them, as each has a label that says it in full. */
export function drawMarks(parent: Layer, picture: Picture, light: Light): void {
  const { layout, network, words, shown } = picture;
  const marks = [...layout.nodes].flatMap(([at, { x, y, radius }]) => {
    const mark = { at, x, y };
    if (network.kinds[at] === "NIMIC")
      return [
        { ...mark, y: y - 2, name: "first", text: "NIMIC" },
        { ...mark, y: y + 12, name: "second", text: `${network.code} · ${words.number(shown.count)}` },
      ];
    const head = network.kinds[at] === "SDIMIC" && radius === layout.radii.sdimic;
    return head ? [{ ...mark, y: y + 4.5, name: "first", text: shortCode(picture, at) }] : [];
  });
  drawn(parent, "text", "mark", marks, ({ at, name }) => `${network.ids[at]} ${name}`, {
    class: ({ at, name }) => `${name}${light.partial && !light.lit(at) ? " dim" : ""}`,
    x: ({ x }) => Math.round(x * 10) / 10,
    y: ({ y }) => Math.round(y * 10) / 10,
    text: ({ text }) => text,
    "aria-hidden": () => "true",
  });
}

type Shape = [tag: string, attributes: Record<string, string | number>];

function symbolOf(picture: Picture, at: number): Shape[] {
  const { network, layout } = picture;
  if (network.kinds[at] === "NIMIC")
    return [
      ["circle", { class: "halo", r: 36 }],
      ["circle", { class: "body", r: 31 }],
    ];
  if (network.kinds[at] === "SDIMIC" && layout.nodes.get(at)!.radius === layout.radii.sdimic) {
    const wide = Math.min(34, layout.room.sdimic - 6);
    return [
      ["rect", { class: "halo", x: -wide / 2 - 4, y: -15, width: wide + 8, height: 30, rx: 9 }],
      ["rect", { class: "body", x: -wide / 2, y: -11, width: wide, height: 22, rx: 6 }],
    ];
  }
  const radius = Math.max(3.4, Math.min(8.5, layout.room.dimic / 2 - 1.6));
  const areas = network.dimicAreasOf[at]!.filter((area) => picture.shown.areas[area]);
  const inner = radius - 2;
  const pie: Shape[] = areas.map((area, index) =>
    areas.length === 1
      ? ["circle", { class: `pip area-${picture.colours[area]}`, r: inner }]
      : ["path", { class: `pip area-${picture.colours[area]}`, d: slice(index / areas.length, (index + 1) / areas.length, inner) }],
  );
  return [
    ["circle", { class: "halo", r: radius + 3.5 }],
    ["circle", { class: "body", r: radius }],
    ...pie,
    ["circle", { class: "core", r: Math.round(radius * 3) / 10 }],
  ];
}

/** The code of a region without that of its state: `BY` of `DE-BY`. */
function shortCode({ network }: Picture, at: number): string {
  const region = network.regionOf[at];
  const code = region === null || region === undefined ? "" : network.regions[region]!.code;
  return code.replace(new RegExp(`^${network.code}-?`), "").slice(0, 4);
}
