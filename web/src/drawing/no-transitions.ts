/** Stands for d3-transition and d3-interpolate where d3-zoom asks for them: see vite.config.ts. */
import { selection, type Selection } from "d3-selection";

export const interrupt = (): void => undefined;
export const interpolateZoom = (): never => {
  throw new Error("the pages have no transitions");
};

// d3-transition adds it to what d3-selection selects, and d3-zoom calls it there before it moves by `transform`.
(selection.prototype as { interrupt?: unknown }).interrupt = function (this: Selection<Element, unknown, null, undefined>) {
  return this;
};
