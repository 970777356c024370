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

/** How much of a ring may be taken until its neighbours stand evenly: close to it, pushing takes long to settle. */
const FULL = 0.97;

/**
 * Pushes the angles of one ring apart until each is `gap` from the next, in their order and with the least movement.
 * Where they do not fit they stand evenly.
 */
export function spread(angles: readonly number[], gap: number): number[] {
  const count = angles.length;
  if (count < 2) return [...angles];
  const order = angles.map((angle, at) => ({ angle, at })).sort((a, b) => a.angle - b.angle || a.at - b.at);
  if (gap * count > FULL * TURN) return evenly(order, angles);
  const least = gap;
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

/** All around the ring, turned so that they move least. */
function evenly(order: readonly { angle: number; at: number }[], angles: readonly number[]): number[] {
  const step = TURN / order.length;
  const turn = order.reduce((sum, { angle }, index) => sum + angle - index * step, 0) / order.length;
  const found = [...angles];
  order.forEach(({ at }, index) => (found[at] = turn + index * step));
  return found;
}
