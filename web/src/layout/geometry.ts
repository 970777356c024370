/** Angles are radians clockwise from three o'clock, as SVG's y grows downwards; lengths are units of the picture. */

export interface Point {
  x: number;
  y: number;
}

export interface Polar extends Point {
  angle: number;
  radius: number;
}

export const polar = (angle: number, radius: number): Polar => ({
  angle,
  radius,
  x: Math.cos(angle) * radius,
  y: Math.sin(angle) * radius,
});

export const TURN = 2 * Math.PI;

/**
 * Pushes the angles of one ring apart until each is `gap` from the next, in their order and with the least movement.
 * Where they do not fit they stand evenly.
 */
export function spread(angles: readonly number[], gap: number): number[] {
  const count = angles.length;
  if (count < 2) return [...angles];
  const least = Math.min(gap, TURN / count);
  const order = angles.map((angle, at) => ({ angle, at })).sort((a, b) => a.angle - b.angle || a.at - b.at);
  for (let round = 0; round < 400; round++) {
    let moved = 0;
    order.forEach((here, at) => {
      const next = order[(at + 1) % count]!;
      const between = next.angle - here.angle + (at === count - 1 ? TURN : 0);
      if (between < least) {
        const by = (least - between) / 2;
        here.angle -= by;
        next.angle += by;
        moved += by;
      }
    });
    if (moved < 1e-4) break;
  }
  const found = [...angles];
  for (const { angle, at } of order) found[at] = angle;
  return found;
}
