/** Path data of the picture's shapes. */
import type { Point } from "../layout/geometry";

export const short = (value: number): number => Math.round(value * 10) / 10;

/** A point by angle and radius, as path data. */
export const at = (angle: number, radius: number): string =>
  `${short(Math.cos(angle) * radius)} ${short(Math.sin(angle) * radius)}`;

/** A piece of a ring. */
export function annulus(from: number, to: number, inner: number, outer: number): string {
  if (to - from > 2 * Math.PI - 1e-3) {
    const middle = (from + to) / 2;
    return annulus(from, middle, inner, outer) + annulus(middle, to - 1e-4, inner, outer);
  }
  const large = to - from > Math.PI ? 1 : 0;
  return (
    `M${at(from, inner)}A${short(inner)} ${short(inner)} 0 ${large} 1 ${at(to, inner)}` +
    `L${at(to, outer)}A${short(outer)} ${short(outer)} 0 ${large} 0 ${at(from, outer)}Z`
  );
}

/** The piece of a pie that an area takes in a coordinator's symbol. */
export function slice(from: number, to: number, radius: number): string {
  const angle = (part: number) => part * 2 * Math.PI - Math.PI / 2;
  const large = to - from > 0.5 ? 1 : 0;
  return `M0 0L${at(angle(from), radius)}A${radius} ${radius} 0 ${large} 1 ${at(angle(to), radius)}Z`;
}

/** From a coordinator to the whole width of its wedge. */
export function funnel(angle: number, radius: number, from: number, to: number, inner: number): string {
  const bend = at(angle, (radius + inner) / 2 + 4);
  const large = to - from > Math.PI ? 1 : 0;
  return (
    `M${at(angle, radius)}Q${bend} ${at(from, inner)}` +
    `A${inner} ${inner} 0 ${large} 1 ${at(to, inner)}Q${bend} ${at(angle, radius)}Z`
  );
}

/**
 * A curve by the given points, straightened by `1 - strength` towards its ends (hierarchical edge bundling) and bent
 * aside by `offset`, so that relations of several kinds between the same two do not hide each other.
 */
export function bundled(points: readonly Point[], strength: number, offset: number): string {
  const first = points[0]!;
  const last = points.at(-1)!;
  const dx = last.x - first.x;
  const dy = last.y - first.y;
  const length = Math.hypot(dx, dy) || 1;
  const side = { x: -dy / length, y: dx / length };
  const text = ({ x, y }: Point) => `${short(x)} ${short(y)}`;
  if (points.length === 2) {
    const middle = { x: (first.x + last.x) / 2 + side.x * offset, y: (first.y + last.y) / 2 + side.y * offset };
    return `M${text(first)}Q${text(middle)} ${text(last)}`;
  }
  const bent = points.map((point, index) => {
    const along = index / (points.length - 1);
    const aside = offset * Math.sin(Math.PI * along);
    return {
      x: strength * point.x + (1 - strength) * (first.x + along * dx) + side.x * aside,
      y: strength * point.y + (1 - strength) * (first.y + along * dy) + side.y * aside,
    };
  });
  let data = `M${text(bent[0]!)}`;
  for (let index = 1; index < bent.length - 1; index++) {
    const here = bent[index]!;
    const next = bent[index + 1]!;
    const end = index === bent.length - 2 ? next : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 };
    data += `Q${text(here)} ${text(end)}`;
  }
  return data;
}

/** A name cut in its middle, where names of one kind are alike least. */
export function cut(name: string, most: number): string {
  if (name.length <= most) return name;
  const head = Math.ceil((most - 1) * 0.55);
  return `${name.slice(0, head).trimEnd()}…${name.slice(name.length - (most - 1 - head)).trimStart()}`;
}
