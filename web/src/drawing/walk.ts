/** Where the arrow keys lead: down to whom one validates, up to one's validator, aside to one's siblings. */
import { type Picture } from "./picture";

export function step(picture: Picture, at: number, key: string): number | null {
  const { network } = picture;
  const validator = network.validators[at] ?? null;
  if (key === "Home") return network.nimic;
  if (key === "ArrowUp") return validator;
  if (key === "ArrowDown") return children(picture, at)[0] ?? null;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  const siblings = validator === null ? [at] : children(picture, validator);
  const index = siblings.indexOf(at);
  const next = (index + (key === "ArrowRight" ? 1 : -1) + siblings.length) % siblings.length;
  return siblings[next] ?? null;
}

/** Coordinators first, clockwise as they are drawn, then authorities in the order of their wedges. */
function children({ layout, network }: Picture, at: number): number[] {
  const coordinators = network.validated[at]!
    .filter((each) => layout.nodes.has(each))
    .sort((a, b) => layout.nodes.get(a)!.angle - layout.nodes.get(b)!.angle);
  return [...coordinators, ...layout.wedges.filter(({ holder }) => holder === at).flatMap(({ members }) => members)];
}
