/** What the page knows of the service's answers, and how it keeps up with changes. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  BundlesDocument,
  DetailsDocument,
  type DetailsQuery,
  ExplanationDocument,
  type ExplanationQuery,
  LensDocument,
  MatchingDocument,
  type MatchingQuery,
  NetworkDocument,
} from "../api/generated";
import { ask, Refusal } from "../client";
import { type Bundle, bundlesOf, type Network, networkOf } from "../model/network";

const ASK_AGAIN_MILLISECONDS = 4000;

export interface Loaded {
  network: Network | null;
  /** Null: not there yet. */
  bundles: Bundle[] | null;
  bytes: number;
  /** Why the network, or its relations, could not be had. */
  problem: string | null;
  missing: string | null;
  unknown: boolean;
  retry(): void;
}

/** The network of a state, as it stands; asked again while the page is seen, and drawn anew only where it changed. */
export function useNetwork(state: string, signedIn: string | null): Loaded {
  const [network, setNetwork] = useState<Network | null>(null);
  const [bundles, setBundles] = useState<Bundle[] | null>(null);
  const [bytes, setBytes] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const [unknown, setUnknown] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const known = useRef<Network | null>(null);

  useEffect(() => {
    let over = false;
    let timer = 0;
    if (known.current?.code !== state) {
      known.current = null;
      setNetwork(null);
      setBundles(null);
    }
    setUnknown(false);

    const look = async () => {
      const unlessRevision = known.current?.revision ?? null;
      const whole = unlessRevision === null;
      const options = whole ? { progress: (count: number) => !over && setBytes(count) } : {};
      const { network: answer } = await ask(NetworkDocument, { state, unlessRevision }, options);
      if (over) return;
      setProblem(null);
      if (!answer) setUnknown(true);
      if (!answer?.map) return;
      const next = networkOf(answer, answer.map);
      known.current = next;
      setNetwork(next);
      try {
        const relations = await ask(BundlesDocument, { state });
        if (over) return;
        setBundles(bundlesOf(next, relations.network?.map?.bundles ?? []));
        setMissing(null);
      } catch (error) {
        if (!over) setMissing(said(error));
      }
    };
    const ever = async () => {
      try {
        await look();
      } catch (error) {
        if (!over) setProblem(error instanceof Refusal && error.unauthenticated && known.current ? null : said(error));
      }
      if (!over && !document.hidden) timer = window.setTimeout(ever, ASK_AGAIN_MILLISECONDS);
    };
    const seen = () => {
      window.clearTimeout(timer);
      if (!document.hidden) void ever();
    };
    void ever();
    document.addEventListener("visibilitychange", seen);
    return () => {
      over = true;
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [state, attempt, signedIn]);

  const retry = useCallback(() => {
    setProblem(null);
    setMissing(null);
    if (known.current) known.current = { ...known.current, revision: -1 };
    setAttempt((count) => count + 1);
  }, []);
  return { network, bundles, bytes, problem, missing, unknown, retry };
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export interface Answered<T> {
  value: T | null;
  problem: string | null;
}

/** The answer to a question that changes with `key`; null while it is not there, and where `key` is null. */
function useAnswer<T>(key: string | null, question: () => Promise<T>): Answered<T> {
  const [answer, setAnswer] = useState<{ key: string; value: T | null; problem: string | null } | null>(null);
  useEffect(() => {
    if (key === null) return;
    let over = false;
    question().then(
      (value) => !over && setAnswer({ key, value, problem: null }),
      (error: unknown) => !over && setAnswer({ key, value: null, problem: said(error) }),
    );
    return () => {
      over = true;
    };
    // The question is what its key says.
    // eslint-disable-next-line
  }, [key]);
  // What was answered to another revision stays until the new answer comes; that to another question does not.
  const same = answer !== null && key !== null && answer.key.split("\n")[0] === key.split("\n")[0];
  return useMemo(() => (same ? answer : { value: null, problem: null }), [same, answer]);
}

const keyOf = (network: Network | null, ...parts: (string | null)[]) =>
  network === null || parts.includes(null) ? null : `${network.code} ${parts.join(" ")}\n${network.revision}`;

/** Whom a monitor sees, by position. */
export function useLens(network: Network | null, monitor: string | null): Answered<ReadonlySet<number>> {
  return useAnswer(keyOf(network, monitor), async () => {
    const answer = await ask(LensDocument, { state: network!.code, monitor: monitor! });
    return new Set(answer.network?.lens ?? []);
  });
}

export type Explanation = NonNullable<ExplanationQuery["explainMonitoring"]>;

/** Why one sees the other, or why not. */
export function useExplanation(
  network: Network | null,
  why: { monitor: string; authority: string } | null,
): Answered<Explanation | null> {
  return useAnswer(keyOf(network, why && why.monitor, why && why.authority), async () => {
    const answer = await ask(ExplanationDocument, why!);
    return answer.explainMonitoring ?? null;
  });
}

export type Details = NonNullable<DetailsQuery["authority"]>;

export function useDetails(network: Network | null, id: string | null): Answered<Details | null> {
  return useAnswer(keyOf(network, id), async () => {
    const answer = await ask(DetailsDocument, { id: id! });
    return answer.authority ?? null;
  });
}

/** The positions of those that have a keyword, in one of the chosen areas; null where none is asked for. */
export function useMatching(
  network: Network | null,
  keyword: string | null,
  areas: readonly string[] | null,
): Answered<ReadonlySet<number>> {
  return useAnswer(keyOf(network, keyword, areas?.join() ?? ""), async () => {
    const found = new Set<number>();
    for (const area of areas ?? [null])
      for (let after: string | null = null, more = true; more; ) {
        const where = { state: network!.code, keyword, area };
        const { authorities }: MatchingQuery = await ask(MatchingDocument, { where, after });
        for (const { node } of authorities.edges) found.add(network!.position.get(node.id) ?? -1);
        more = authorities.pageInfo.hasNextPage;
        after = authorities.pageInfo.endCursor;
      }
    return found;
  });
}
