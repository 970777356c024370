/** Draws a picture into its group, layer by layer, from the ground up. */
import { drawCoordinators, drawMarks } from "./coordinators";
import { drawLabels } from "./labels";
import { layer } from "./layers";
import { drawPath } from "./path";
import { lightOf, type Picture } from "./picture";
import { drawRelations } from "./relations";
import { drawRim } from "./rim";
import { drawTree } from "./tree";
import { drawTurnedAuthorities, drawTurnedRelations } from "./turns";
import { annulus } from "./shapes";
import { drawn } from "./layers";

const LAYERS = ["sectors", "rim", "dots", "names", "tree", "relations", "turned-relations", "path", "coordinators", "rings", "marks", "counts", "labels"];

export function draw(root: SVGGElement, picture: Picture): void {
  for (const name of LAYERS) layer(root, name);
  const light = lightOf(picture);
  const { layout, network, shown } = picture;
  root.setAttribute("data-shown", String(shown.count));
  drawn(
    layer(root, "sectors"),
    "path",
    "sector",
    layout.sectors,
    ({ region }) => String(region),
    { d: ({ from, to }) => annulus(from, to, layout.radii.inner / 4, layout.radii.outer + 6) },
  );
  drawRim(root, picture, light);
  drawTree(layer(root, "tree"), picture, light);
  drawRelations(layer(root, "relations"), picture, light);
  drawTurnedRelations(layer(root, "turned-relations"), picture);
  drawPath(layer(root, "path"), picture);
  drawCoordinators(layer(root, "coordinators"), picture, light);
  drawTurnedAuthorities(layer(root, "rings"), picture);
  drawMarks(layer(root, "marks"), picture, light);
  drawLabels(root, picture, light);
  layer(root, "coordinators").attr("role", "group").attr("aria-label", network.name);
}
