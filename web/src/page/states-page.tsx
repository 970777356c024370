/** The Member States as cards, each leading to its map. */
import { useCallback, useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { useIntl } from "react-intl";
import { StateCountsDocument, StatesDocument, type StatesQuery } from "../api/generated";
import { ask } from "../client";
import { formatted, type PageState, START } from "../model/address";
import { Settings } from "./controls";
import { stateName, useSay } from "./intl";
import { Missing } from "./missing";
import type { Change } from "./state";

type State = StatesQuery["memberStates"][number];

interface Props {
  state: PageState;
  change: Change;
  dark: boolean;
  signedIn: string;
}

export default function StatesPage({ state, change, dark, signedIn }: Props) {
  const say = useSay();
  const [states, setStates] = useState<readonly State[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setProblem(null);
    ask(StatesDocument, {}).then(
      (answer) => setStates(answer.memberStates),
      (error: Error) => setProblem(error.message),
    );
  }, [signedIn, attempt]);
  const { counts, problem: missing, retry } = useCounts(states);
  useEffect(() => {
    document.title = say("title");
  });
  return (
    <>
      <header className="bar">
        <h1>{say("title")}</h1>
        <span className="space" />
        <Settings state={state} change={change} dark={dark} />
      </header>
      <main className="states">
        <h2>{say("states.title")}</h2>
        <p className="lead">{say("states.lead")}</p>
        {problem && (
          <div role="alert">
            <p>{say("error.states", { problem })}</p>
            <Button onPress={() => setAttempt(attempt + 1)}>{say("error.again")}</Button>
          </div>
        )}
        {!problem && !states && <p role="status">{say("loading.states")}</p>}
        {states?.length === 0 && <p>{say("states.none")}</p>}
        <Missing what="counts" of={{ problem: missing, retry }} />
        <ul className="cards">
          {states?.map((each) => (
            <Card key={each.code} state={each} counts={counts[each.code] ?? null} page={state} change={change} />
          ))}
        </ul>
      </main>
    </>
  );
}

interface Counts {
  authorities: number;
  dimics: number;
  sdimics: number;
}

const ATTEMPTS = 3;
const PAUSE_MILLISECONDS = 2000;

/** The counts of each state, asked for one after the other: a card without them still leads to its map. */
function useCounts(states: readonly State[] | null) {
  const [counts, setCounts] = useState<Record<string, Counts>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    setProblem(null);
    const count = async ({ code }: State) => {
      for (let attempt = 0; attempt < ATTEMPTS && !over; attempt++)
        try {
          const answer = await ask(StateCountsDocument, { state: code });
          const [authorities, dimics, sdimics] = [answer.authorities, answer.dimics, answer.sdimics].map((each) => each.totalCount);
          return setCounts((known) => ({ ...known, [code]: { authorities: authorities!, dimics: dimics!, sdimics: sdimics! } }));
        } catch (error) {
          if (attempt === ATTEMPTS - 1 && !over) setProblem((error as Error).message);
          else await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
        }
    };
    void (async () => {
      for (const each of states ?? []) if (!(each.code in counts)) await count(each);
    })();
    return () => {
      over = true;
    };
  }, [states, round]);
  const retry = useCallback(() => setRound((known) => known + 1), []);
  return { counts, problem, retry };
}

interface CardProps {
  state: State;
  counts: Counts | null;
  page: PageState;
  change: Change;
}

function Card({ state, counts, page, change }: CardProps) {
  const say = useSay();
  const intl = useIntl();
  const next = { ...START, country: state.code, theme: page.theme, language: page.language };
  const shape = counts && (counts.sdimics ? "sdimics" : counts.dimics ? "dimics" : "nimic");
  return (
    <li className="card">
      <a
        href={formatted(next)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          change(next);
        }}
      >
        <h3>
          {stateName(intl, state)} <span className="code">{state.code}</span>
        </h3>
        <Shape shape={shape} />
        <p>
          {state.nimic ? <span lang={state.nimic.nameLanguage ?? undefined}>{state.nimic.name}</span> : say("states.noNimic")}
        </p>
        {shape && <p className="shape-name">{say(`states.shape.${shape}`)}</p>}
        {counts && <p className="counts">{say("states.counts", { ...counts })}</p>}
      </a>
    </li>
  );
}

/** How the state is organised, in small: the NIMIC, its SDIMICs, its DIMICs. */
function Shape({ shape }: { shape: "sdimics" | "dimics" | "nimic" | null }) {
  const around = (count: number, radius: number) =>
    Array.from({ length: count }, (_, index) => {
      const angle = (2 * Math.PI * index) / count - Math.PI / 2;
      return { x: Math.round(Math.cos(angle) * radius), y: Math.round(Math.sin(angle) * radius) };
    });
  const inner = shape === "sdimics" ? around(7, 18) : [];
  const outer = shape === "sdimics" ? around(14, 31) : shape === "dimics" ? around(9, 27) : [];
  return (
    <svg className="shape" viewBox="-46 -46 92 92" aria-hidden="true">
      <circle className="shape-rim" r="41" />
      {outer.map(({ x, y }, index) => (
        <line key={index} x2={x} y2={y} />
      ))}
      {inner.map(({ x, y }, index) => (
        <rect key={index} x={x - 4} y={y - 3} width="8" height="6" rx="2" />
      ))}
      {outer.map(({ x, y }, index) => (
        <circle key={index} className="shape-dimic" cx={x} cy={y} r="3" />
      ))}
      <circle r="8" />
    </svg>
  );
}
