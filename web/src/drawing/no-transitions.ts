/** Stands for d3-transition and d3-interpolate where d3-zoom asks for them: see vite.config.ts. */
export const interrupt = (): void => undefined;
export const interpolateZoom = (): never => {
  throw new Error("the pages have no transitions");
};
