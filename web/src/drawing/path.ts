/** The chain of relations that answers "why", numbered. */
import type { Polar } from "../layout/geometry";
import { drawn, element, type Layer } from "./layers";
import { type Picture, type Step } from "./picture";
import { at, bundled, short } from "./shapes";

interface Arrow extends Step {
  index: number;
  start: Polar;
  end: Polar;
}

export function drawPath(parent: Layer, picture: Picture): void {
  const { layout, network, path } = picture;
  const placeOf = (each: number) => layout.nodes.get(each) ?? layout.places.get(each);
  const arrows = (path ?? []).flatMap((step, index): Arrow[] => {
    const [start, end] = [placeOf(step.from), placeOf(step.to)];
    return start && end ? [{ ...step, index, start, end }] : [];
  });
  const key = ({ index, from, to }: Arrow) => `${index} ${from} ${to}`;
  drawn(parent, "path", "arrow", arrows, key, {
    class: ({ relation }) => relation.toLowerCase(),
    "marker-end": () => "url(#arrow)",
    d: curve,
  });
  const badges = drawn(parent, "g", "badge", arrows, key, {
    transform: ({ start, end }) => `translate(${short((start.x + end.x) / 2)} ${short((start.y + end.y) / 2)})`,
  });
  badges.each(function ({ index }) {
    if (!this.firstChild) {
      const circle = element("circle");
      circle.setAttribute("r", "8");
      const number = element("text");
      number.setAttribute("dy", "3.5");
      this.append(circle, number);
    }
    this.querySelector("text")!.textContent = String(index + 1);
  });
  const ends = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].filter((each) => layout.places.has(each));
  drawn(parent, "circle", "target", ends, (each) => network.ids[each]!, {
    cx: (each) => short(placeOf(each)!.x),
    cy: (each) => short(placeOf(each)!.y),
    r: () => 5,
  });
  drawn(parent, "text", "target-name", ends, (each) => network.ids[each]!, {
    x: (each) => short(placeOf(each)!.x + (placeOf(each)!.x < 0 ? -9 : 9)),
    y: (each) => short(placeOf(each)!.y + 4),
    "text-anchor": (each) => (placeOf(each)!.x < 0 ? "end" : "start"),
    text: (each) => network.names[each]!,
  });
}

function curve({ start, end }: Arrow): string {
  if (start.radius === 0) return `M0 0L${short(end.x)} ${short(end.y)}`;
  const between = end.radius - start.radius;
  if (between <= 0) return bundled([start, end], 0.8, 20);
  return (
    `M${at(start.angle, start.radius)}C${at(start.angle, start.radius + between * 0.5)} ` +
    `${at(end.angle, end.radius - between * 0.5)} ${at(end.angle, end.radius)}`
  );
}
