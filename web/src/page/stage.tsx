/** The map: owns the SVG, draws pictures into it, and turns pointer and keys into what the page does. */
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { draw } from "../drawing/draw";
import { drawCursor } from "../drawing/cursor";
import { type Picture } from "../drawing/picture";
import { hitAt } from "../drawing/pointer";
import { step } from "../drawing/walk";
import { type Frame, NARROW, WIDE, type Zoom, zooming } from "../drawing/zoom";
import { drawZoomedNames } from "../drawing/zoomed";
import type { PageState } from "../model/address";
import { useSay } from "./intl";

interface Props {
  picture: Picture;
  zoom: PageState["zoom"];
  onZoom(zoom: PageState["zoom"]): void;
  onSelect(at: number | null): void;
  onOpen(key: string): void;
  onRegion(code: string): void;
  svgRef: React.RefObject<SVGSVGElement | null>;
}

const NARROWEST = 640;

export function Stage({ picture, zoom, onZoom, onSelect, onOpen, onRegion, svgRef }: Props) {
  const say = useSay();
  const stage = useRef<HTMLDivElement>(null);
  const mover = useRef<HTMLDivElement>(null);
  const root = useRef<SVGGElement>(null);
  const zooms = useRef<Zoom>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const [tip, setTip] = useState<{ text: string; x: number; y: number } | null>(null);
  const frame = useFrame(stage);
  const latest = useRef({ picture, onZoom });
  latest.current = { picture, onZoom };

  useLayoutEffect(() => {
    draw(root.current!, picture);
    drawCursor(root.current!, picture, focused);
    if (zooms.current) drawZoomedNames(root.current!, picture, zooms.current.current, frame);
  }, [picture, focused, frame]);

  useEffect(() => {
    const made = zooming(stage.current!, mover.current!, root.current!, frame, (transform, byGesture) => {
      drawZoomedNames(root.current!, latest.current.picture, transform, frame);
      const whole = transform.k === 1 && !transform.x && !transform.y;
      if (byGesture || !whole) latest.current.onZoom(whole ? null : { k: transform.k, x: transform.x, y: transform.y });
      else latest.current.onZoom(null);
    });
    zooms.current = made;
    return () => made.stop();
  }, [frame]);

  useEffect(() => {
    const now = zooms.current?.current;
    const { k, x, y } = zoom ?? { k: 1, x: 0, y: 0 };
    const same = now && Math.abs(now.k - k) < 0.01 && Math.abs(now.x - x) < 0.1 && Math.abs(now.y - y) < 0.1;
    if (!same) zooms.current?.set(k, x, y);
  }, [zoom, frame]);

  // The one that is focused: elements that come and go must not lose the focus to the page.
  useEffect(() => {
    if (focused !== null) root.current?.querySelector<SVGElement>(`[tabindex="0"]`)?.focus({ preventScroll: true });
  }, [focused]);

  const keys = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = focused ?? picture.network.nimic;
    const known = picture.layout.nodes.has(at) || picture.layout.places.has(at) ? at : picture.network.nimic;
    if (event.key.startsWith("Arrow") || event.key === "Home") {
      const next = focused === null ? picture.network.nimic : step(picture, known, event.key);
      if (next !== null && next >= 0) setFocused(next);
    } else if (event.key === "Enter") onSelect(known);
    else if (event.key === " ") onOpen(keyOf(picture, known));
    else if (event.key === "+") zooms.current?.step(1);
    else if (event.key === "-") zooms.current?.step(-1);
    else if (event.key === "0") zooms.current?.fit();
    else return;
    event.preventDefault();
  };

  const click = (event: MouseEvent) => {
    const hit = hitAt(picture, root.current!, event);
    if (hit.authority !== null) onSelect(hit.authority);
    else if (hit.wedge !== null) onOpen(hit.wedge);
    else if (hit.region !== null) onRegion(hit.region);
    else onSelect(null);
  };

  const hover = (event: PointerEvent) => {
    if (event.buttons || event.pointerType === "touch") return setTip(null);
    const hit = hitAt(picture, root.current!, event);
    const wedge = picture.layout.wedges.find(({ key }) => key === hit.wedge);
    const text =
      hit.authority !== null
        ? picture.words.authority(hit.authority)
        : wedge && wedge.members.length
          ? picture.words.wedge(wedge.holder, wedge.members.length)
          : null;
    if (text === null) return setTip(null);
    const box = stage.current!.getBoundingClientRect();
    setTip({ text, x: Math.min(event.clientX - box.left + 14, box.width - 300), y: event.clientY - box.top + 16 });
  };

  return (
    <div className="stage" ref={stage} onPointerMove={hover} onPointerLeave={() => setTip(null)}>
      <div className="mover" ref={mover}>
        <svg
          ref={svgRef}
          viewBox={`${-frame.width / 2} ${-frame.height / 2} ${frame.width} ${frame.height}`}
          role="group"
          aria-label={say("map.name", { state: picture.network.name })}
          aria-describedby="map-keys"
          tabIndex={focused === null ? 0 : -1}
          onKeyDown={keys}
          onClick={click}
          className={frame === NARROW ? "narrow" : ""}
        >
          <defs>
            <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="5" markerHeight="5" orient="auto-start-reverse">
              <path className="arrow-head" d="M0 0L10 5L0 10z" />
            </marker>
          </defs>
          <g className="picture" ref={root} />
        </svg>
      </div>
      <p id="map-keys" className="unseen">
        {say("map.keys")}
      </p>
      {tip && (
        <div className="tip" ref={(node) => place(node, tip)} aria-hidden="true">
          {tip.text}
        </div>
      )}
      <div className="zoomer over-map">
        <Button aria-label={say("zoom.in")} onPress={() => zooms.current?.step(1)}>
          +
        </Button>
        <Button aria-label={say("zoom.fit")} onPress={() => zooms.current?.fit()}>
          ⤢
        </Button>
        <Button aria-label={say("zoom.out")} onPress={() => zooms.current?.step(-1)}>
          −
        </Button>
      </div>
    </div>
  );
}

function place(node: HTMLElement | null, { x, y }: { x: number; y: number }): void {
  if (!node) return;
  node.style.left = `${x}px`;
  node.style.top = `${y}px`;
}

/** The wedge that Space expands: that of the coordinator, or the one an authority stands in. */
function keyOf({ layout, network }: Picture, at: number): string {
  const of = layout.wedges.find(({ members }) => members.includes(at));
  return of?.key ?? network.ids[at]!;
}

/** Which part of the picture fits: on a narrow stage the circle without the names beside it. */
function useFrame(stage: React.RefObject<HTMLElement | null>): Frame {
  const [frame, setFrame] = useState(WIDE);
  useLayoutEffect(() => {
    const look = () => setFrame(stage.current!.clientWidth < NARROWEST ? NARROW : WIDE);
    const observer = new ResizeObserver(look);
    look();
    observer.observe(stage.current!);
    return () => observer.disconnect();
  }, [stage]);
  return frame;
}
