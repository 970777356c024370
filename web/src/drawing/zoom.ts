/**
 * Zoom and pan. d3-zoom listens on the stage, which never moves. While a gesture lasts only the wrapper's CSS transform
 * changes, so that the browser moves a picture that is painted already; the SVG is painted anew once, sharp, at its end.
 * Without a GPU that is ten times as smooth with 10,000 dots.
 */
import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomTransform } from "d3-zoom";

/** What of the picture is to be seen at first; on a narrow screen the circle alone. */
export interface Frame {
  width: number;
  height: number;
}
export const WIDE: Frame = { width: 1208, height: 916 };
export const NARROW: Frame = { width: 850, height: 850 };
const LEAST = 0.6;
const MOST = 24;
const QUIET_MILLISECONDS = 120;
const STEP = 1.4;

export interface Zoom {
  /** In units of the picture. */
  readonly current: ZoomTransform;
  set(k: number, x: number, y: number): void;
  step(direction: 1 | -1): void;
  fit(): void;
  stop(): void;
}

export function zooming(
  stage: HTMLElement,
  mover: HTMLElement,
  group: SVGGElement,
  frame: Frame,
  ended: (transform: ZoomTransform, byGesture: boolean) => void,
): Zoom {
  let current = zoomIdentity;
  let painted = zoomIdentity;
  let timer = 0;

  const measures = () => {
    const width = stage.clientWidth;
    const height = stage.clientHeight;
    return { x: width / 2, y: height / 2, scale: Math.min(width / frame.width, height / frame.height) || 1 };
  };
  const inPicture = ({ k, x, y }: ZoomTransform) => {
    const middle = measures();
    return zoomIdentity
      .translate((k * middle.x + x - middle.x) / middle.scale, (k * middle.y + y - middle.y) / middle.scale)
      .scale(k);
  };
  const onStage = ({ k, x, y }: ZoomTransform) => {
    const middle = measures();
    return zoomIdentity
      .translate(middle.scale * x + middle.x - k * middle.x, middle.scale * y + middle.y - k * middle.y)
      .scale(k);
  };
  const paint = () => {
    group.setAttribute("transform", current.toString());
    mover.style.transform = "";
    painted = current;
  };

  const behaviour = zoom<HTMLElement, unknown>()
    .scaleExtent([LEAST, MOST])
    .filter((event: MouseEvent) => {
      const held = event.ctrlKey && event.type !== "wheel";
      return !held && !event.button && !(event.target as Element).closest("button, .over-map");
    })
    .on("zoom", (event: { transform: ZoomTransform; sourceEvent: Event | null }) => {
      current = inPicture(event.transform);
      if (event.sourceEvent === null) {
        paint();
        return;
      }
      const { scale } = measures();
      const k = current.k / painted.k;
      mover.style.transform = `translate(${(current.x - k * painted.x) * scale}px, ${(current.y - k * painted.y) * scale}px) scale(${k})`;
    })
    .on("end", (event: { sourceEvent: Event | null }) => {
      const byGesture = event.sourceEvent !== null;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        if (current === painted && byGesture) return; // a click is a gesture that moved nothing
        paint();
        ended(current, byGesture);
      }, byGesture ? QUIET_MILLISECONDS : 0);
    });

  const selection = select(stage);
  selection.call(behaviour).on("dblclick.zoom", null);
  return {
    get current() {
      return current;
    },
    set: (k, x, y) => selection.call(behaviour.transform, onStage(zoomIdentity.translate(x, y).scale(k))),
    step: (direction) => selection.call(behaviour.scaleBy, direction > 0 ? STEP : 1 / STEP),
    fit: () => selection.call(behaviour.transform, zoomIdentity),
    stop: () => {
      window.clearTimeout(timer);
      selection.on(".zoom", null);
    },
  };
}
