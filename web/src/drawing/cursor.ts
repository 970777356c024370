/** The one element that can be reached by Tab: a coordinator's symbol, or a ring around an authority. */
import { drawn, layer } from "./layers";
import { type Picture } from "./picture";
import { short } from "./shapes";

export function drawCursor(root: SVGGElement, picture: Picture, focused: number | null): void {
  const { layout, network, selected, words } = picture;
  const own = (at: number | null) => (at !== null && layout.places.has(at) && !layout.nodes.has(at) ? [at] : []);
  for (const node of root.querySelectorAll<SVGElement>(".node")) {
    const is = focused !== null && node.dataset.authority === network.ids[focused];
    const value = is ? "0" : "-1";
    if (node.getAttribute("tabindex") !== value) node.setAttribute("tabindex", value);
  }
  const circle = (name: string) => ({
    cx: (at: number) => short(layout.places.get(at)!.x),
    cy: (at: number) => short(layout.places.get(at)!.y),
    r: () => (name === "ring" ? 6 : 8),
    "data-authority": (at: number) => network.ids[at]!,
  });
  const parent = layer(root, "cursor");
  drawn(parent, "circle", "ring", own(selected), (at) => network.ids[at]!, circle("ring"));
  drawn(parent, "circle", "focus", own(focused), () => "focus", {
    ...circle("focus"),
    role: () => "button",
    tabindex: () => 0,
    "aria-label": words.authority,
  });
  drawn(parent, "text", "focus-name", own(focused), () => "focus", {
    x: (at) => short(layout.places.get(at)!.x + (layout.places.get(at)!.x < 0 ? -11 : 11)),
    y: (at) => short(layout.places.get(at)!.y + 4),
    "text-anchor": (at) => (layout.places.get(at)!.x < 0 ? "end" : "start"),
    text: (at) => network.names[at]!,
    "aria-hidden": () => "true",
  });
}
