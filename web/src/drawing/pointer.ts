/** What lies under the pointer. */
import type { Picture } from "./picture";

export interface Hit {
  authority: number | null;
  wedge: string | null;
  region: string | null;
}

export function hitAt(picture: Picture, root: SVGGElement, event: { target: EventTarget | null; clientX: number; clientY: number }): Hit {
  const target = event.target instanceof Element ? event.target : null;
  const marked = (name: string) => target?.closest<SVGElement>(`[data-${name}]`)?.dataset[name] ?? null;
  const id = marked("authority");
  const own = id === null ? undefined : picture.network.position.get(id);
  return { authority: own ?? dotAt(picture, root, event), wedge: marked("wedge"), region: marked("region") };
}

/** The authority whose dot is nearest to the pointer and near enough. */
function dotAt({ layout, every }: Picture, root: SVGGElement, { clientX, clientY }: { clientX: number; clientY: number }): number | null {
  const matrix = root.getScreenCTM();
  if (!matrix) return null;
  const point = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  if (Math.hypot(point.x, point.y) < layout.radii.inner - 6) return null;
  const angle = Math.atan2(point.y, point.x);
  for (const wedge of layout.wedges) {
    if (!(every || wedge.open || wedge.named) || !within(angle, wedge.from, wedge.to)) continue;
    const reach = Math.max(wedge.named ? 6 : wedge.spacing * 0.8, 6 / matrix.a);
    let best: number | null = null;
    let distance = reach ** 2;
    for (const at of wedge.members) {
      const place = layout.places.get(at)!;
      const between = (place.x - point.x) ** 2 + (place.y - point.y) ** 2;
      if (between < distance) [best, distance] = [at, between];
    }
    return best;
  }
  return null;
}

function within(angle: number, from: number, to: number): boolean {
  const turn = 2 * Math.PI;
  return (((angle - from) % turn) + turn) % turn <= to - from;
}
