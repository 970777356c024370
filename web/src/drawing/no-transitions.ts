/** Stands for d3-transition where d3-zoom asks for it: see vite.config.ts. */
export const interrupt = (): void => undefined;
