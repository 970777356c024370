/** The map of one state and everything around it. */
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { useIntl } from "react-intl";
import type { Picture, Step } from "../drawing/picture";
import { layout } from "../layout/layout";
import { isFiltered, type PageState, WITHOUT_FILTERS } from "../model/address";
import { coloursOf } from "../model/colours";
import { shownBy } from "../model/filters";
import type { Network } from "../model/network";
import { type Explanation, useDays, useDifference, useExplanation, useLens, useMatching, useNetwork } from "./data";
import { Filters } from "./filters";
import { Header } from "./header";
import { dayInWords, stateName, useSay } from "./intl";
import { Missing } from "./missing";
import { Stage } from "./stage";
import type { Change } from "./state";
import { whenInWords, wordsOf } from "./words";

const Changed = lazy(() => import("./changed"));
const Panel = lazy(() => import("./panel"));
const TableView = lazy(() => import("./table-view"));
const Timeline = lazy(() => import("./timeline"));
const When = lazy(() => import("./when"));

interface Props {
  state: PageState;
  change: Change;
  dark: boolean;
  country: string;
  signedIn: string;
}

export function MapPage({ state, change, dark, country, signedIn }: Props) {
  const say = useSay();
  const intl = useIntl();
  const svg = useRef<SVGSVGElement>(null);
  const [showsFilters, setShowsFilters] = useState(false);
  const [showsTime, setShowsTime] = useState(state.at !== null || state.from !== null);
  const loaded = useNetwork(country, state.at, signedIn);
  const { network } = loaded;
  const scope = useLens(network, state.lens);
  const explanation = useExplanation(network, state.why);
  const matching = useMatching(network, state.keyword, state.areas);
  const difference = useDifference(network, state.from);
  const days = useDays(showsTime ? network : null);
  const shown = useMemo(
    () => network && shownBy(network, state, matching.value, difference.value?.went),
    [network, state.areas?.join(), state.region, state.role, state.keyword, state.inactive, matching.value, difference.value],
  );
  const arranged = useMemo(
    () => network && shown && measured("layout", () => layout(network, { drawn: shown.drawn, areaOf: shown.areaOf, open: state.open })),
    [network, shown, state.open],
  );
  const picture = useMemo((): Picture | null => {
    if (!network || !shown || !arranged) return null;
    const position = (id: string | null) => (id === null ? null : (network.position.get(id) ?? null));
    const monitor = position(state.lens);
    return {
      network,
      layout: arranged,
      shown,
      bundles: loaded.bundles ?? [],
      relations: state.relations,
      lens: monitor !== null && scope.value ? { monitor, scope: scope.value } : null,
      path: explanation.value ? stepsOf(network, explanation.value) : null,
      pair: state.why && [position(state.why.monitor) ?? -1, position(state.why.authority) ?? -1],
      selected: position(state.selected),
      difference: difference.value,
      inRegion: state.region !== null,
      every: state.every,
      colours: coloursOf(network.areas.map(({ code }) => code)),
      words: wordsOf(intl, network),
    };
  }, [network, shown, arranged, loaded.bundles, state.relations.join(), state.lens, scope.value, explanation.value, state.selected, state.region, state.every, difference.value, intl]);

  useEscape(state, change);
  useEffect(() => {
    if (network) document.title = `${stateName(intl, network)} · ${say("title")}`;
  }, [network, intl]);

  const select = (at: number | null) =>
    change({ selected: at === null ? null : picture!.network.ids[at]!, ...(at === null && { why: null }) });
  const open = (key: string) => change({ open: state.open === key ? null : key });
  const empty = picture !== null && picture.shown.count === 0 && (state.keyword === null || matching.value !== null);
  return (
    <div className="map-page">
      <a className="skip" href="#content">
        {say("skip")}
      </a>
      <Header
        state={state}
        change={change}
        dark={dark}
        picture={picture}
        svg={svg}
        showsFilters={showsFilters}
        onFilters={() => setShowsFilters(!showsFilters)}
        showsTime={showsTime}
        onTime={() => setShowsTime(!showsTime)}
      />
      <div className="columns">
        <aside className={`filters${showsFilters ? " shown" : ""}`} aria-label={say("filters.title")}>
          {picture && <Filters state={state} change={change} picture={picture} />}
        </aside>
        <main id="content" tabIndex={-1} aria-busy={network !== null && network.asOf !== state.at}>
          {(state.at !== null || state.from !== null) && (
            <Suspense>
              <When state={state} change={change} network={network} difference={difference} />
            </Suspense>
          )}
          <Banner state={state} change={change} picture={picture} explanation={explanation.value} />
          <Missing what="bundles" of={{ problem: loaded.missing, retry: loaded.retry }} />
          <Missing what="keyword" of={matching} />
          <Missing what="lens" of={scope} />
          {loaded.problem && (
            <div className={network ? "notice" : "message"} role="alert">
              <h2>{say(network && network.asOf === state.at ? "error.stale" : "error.network")}</h2>
              <p>{loaded.problem}</p>
              <Button onPress={loaded.retry}>{say("error.again")}</Button>
            </div>
          )}
          {loaded.unknown && (
            <div className="message" role="alert">
              <h2>{say("error.unknownState", { code: country })}</h2>
              <Button onPress={() => change({ country: null })}>{say("states.all")}</Button>
            </div>
          )}
          {!network && !loaded.problem && !loaded.unknown && <Loading bytes={loaded.bytes} />}
          {picture && state.view === "map" && (
            <Stage
              picture={picture}
              zoom={state.zoom}
              onZoom={(zoom) => change({ zoom }, "replace")}
              onSelect={select}
              onOpen={open}
              onRegion={(code) => change({ region: state.region === code ? null : code })}
              svgRef={svg}
            />
          )}
          {picture && state.view === "table" && (
            <Suspense fallback={<p role="status">{say("loading.table")}</p>}>
              <TableView picture={picture} onSelect={select} />
            </Suspense>
          )}
          {empty && (
            <div className="message" role="status">
              <h2>
                {isFiltered(state)
                  ? say("empty.title")
                  : picture.network.asOf === null
                    ? say("empty.state")
                    : say("empty.then", { date: dayInWords(intl, picture.network.asOf) })}
              </h2>
              {isFiltered(state) && <p>{say("empty.because", { filters: namesOfFilters(state, say) })}</p>}
              {isFiltered(state) && <Button onPress={() => change(WITHOUT_FILTERS)}>{say("empty.clear")}</Button>}
            </div>
          )}
          {network && showsTime && (
            <Suspense>
              <Timeline state={state} change={change} days={days} />
            </Suspense>
          )}
        </main>
        {picture && (state.selected !== null || state.why !== null) ? (
          <Suspense>
            <Panel state={state} change={change} picture={picture} explanation={explanation} />
          </Suspense>
        ) : (
          picture &&
          state.from !== null && (
            <Suspense>
              <Changed state={state} change={change} picture={picture} difference={difference} />
            </Suspense>
          )
        )}
      </div>
      <Announcer picture={picture} state={state} />
    </div>
  );
}

/** The result, and how long it took, as the browser keeps such times: its tools and the benchmarks read them there. */
function measured<T>(name: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  performance.measure(name, { start });
  return result;
}

/** The first reason's chain: the map shows one, the sentences beside it all. */
function stepsOf(network: Network, explanation: Explanation): Step[] {
  const position = (id: string) => network.position.get(id) ?? -1;
  const path = explanation.reasons.find((reason) => reason.path.length)?.path ?? [];
  return path
    .map(({ from, to, relation }) => ({ from: position(from.id), to: position(to.id), relation }))
    .filter(({ from, to }) => from >= 0 && to >= 0);
}

function namesOfFilters(state: PageState, say: (id: string) => string): string {
  const set: [string, boolean][] = [
    ["filters.areas", state.areas !== null],
    ["filters.region", state.region !== null],
    ["filters.role", state.role !== null],
    ["filters.keyword", state.keyword !== null],
  ];
  return set.flatMap(([id, is]) => (is ? [say(id)] : [])).join(", ");
}

/** Esc peels off what was laid over the picture, one after the other. */
function useEscape(state: PageState, change: Change): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const field = (event.target as Element).closest("input, [role=listbox], [role=dialog]");
      if (event.key !== "Escape" || event.defaultPrevented || field) return;
      if (state.why) change({ why: null });
      else if (state.lens) change({ lens: null });
      else if (state.open) change({ open: null });
      else if (state.selected) change({ selected: null });
      else if (state.from) change({ from: null });
      else if (state.at) change({ at: null });
    };
    window.addEventListener("keydown", keys);
    return () => window.removeEventListener("keydown", keys);
  }, [state, change]);
}

function Loading({ bytes }: { bytes: number }) {
  const say = useSay();
  return (
    <div className="message" role="status">
      <svg className="skeleton" viewBox="-110 -110 220 220" aria-hidden="true">
        <circle className="skeleton-rim" r="92" />
        <circle r="66" />
        <circle r="44" />
        <circle className="skeleton-centre" r="14" />
      </svg>
      <p>{bytes ? say("loading.bytes", { kilobytes: Math.round(bytes / 1000) }) : say("loading.network")}</p>
      <progress aria-label={say("loading.network")} {...(bytes > 0 && { value: bytes / (bytes + 150_000) })} />
    </div>
  );
}

interface BannerProps {
  state: PageState;
  change: Change;
  picture: Picture | null;
  explanation: Explanation | null;
}

function Banner({ state, change, picture, explanation }: BannerProps) {
  const say = useSay();
  if (!picture) return null;
  const name = (id: string) => picture.network.names[picture.network.position.get(id) ?? -1] ?? id;
  if (state.why && explanation)
    return (
      <div className="banner over-map">
        <span>
          {say(explanation.monitors ? "why.can" : "why.cannot", { monitor: name(state.why.monitor), authority: name(state.why.authority) })}
        </span>
        <Button onPress={() => change({ why: null })}>{say("why.close")}</Button>
      </div>
    );
  if (state.lens && picture.lens) {
    const { lens, shown } = picture;
    const seen = [...lens.scope].filter((at) => shown.all[at]).length;
    return (
      <div className="banner over-map" data-seen={seen}>
        <span>{say("lens.banner", { name: name(state.lens), seen, all: shown.count })}</span>
        <Button onPress={() => change({ lens: null })}>{say("lens.leave")}</Button>
      </div>
    );
  }
  return null;
}

/** Tells what has changed to those who do not see it. */
function Announcer({ picture, state }: { picture: Picture | null; state: PageState }) {
  const say = useSay();
  const intl = useIntl();
  if (!picture) return <div className="unseen" aria-live="polite" />;
  const { network, shown, lens, layout: arranged, difference } = picture;
  const coordinators = arranged.nodes.size;
  const opened = arranged.wedges.find(({ open }) => open);
  const text = lens
    ? say("lens.banner", {
        name: network.names[lens.monitor]!,
        seen: [...lens.scope].filter((at) => shown.all[at]).length,
        all: shown.count,
      })
    : opened && state.open
      ? say("live.open", { name: network.names[opened.holder]!, count: opened.members.length })
      : say("live.ready", { count: shown.count, coordinators });
  return (
    <div className="unseen" aria-live="polite">
      {[...whenInWords(intl, network, difference), text].join(". ")}
    </div>
  );
}
