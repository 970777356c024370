/** What the page knows of the service's answers, and how it keeps up with changes. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  type AuthorityFilter,
  BundlesDocument,
  CoordinationDocument,
  type CoordinationQuery,
  DaysDocument,
  type DaysQuery,
  DetailsDocument,
  type DetailsQuery,
  DifferentAuthoritiesDocument,
  DifferentRelationsDocument,
  ExplanationDocument,
  type ExplanationQuery,
  LensDocument,
  MatchingDocument,
  type MatchingQuery,
  MatchingThenDocument,
  NetworkDocument,
} from "../api/generated";
import { ask, Refusal } from "../client";
import type { DifferentAuthority, DifferentRelation, Difference } from "../model/difference";
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

/**
 * The network of a state: as of the end of a day, which is asked once; or as it stands, asked again while the page is
 * seen, and drawn anew only where it changed. While another day is asked for, the last one stays.
 */
export function useNetwork(state: string, asOf: string | null, signedIn: string | null): Loaded {
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
    if (known.current?.asOf !== asOf) known.current = null;
    setUnknown(false);
    setProblem(null);

    const look = async () => {
      const unlessRevision = known.current?.revision ?? null;
      const whole = unlessRevision === null;
      const options = whole ? { progress: (count: number) => !over && setBytes(count) } : {};
      const { network: answer } = await ask(NetworkDocument, { state, unlessRevision, asOf }, options);
      if (over) return;
      setProblem(null);
      if (!answer) setUnknown(true);
      if (!answer?.map) return;
      const next = networkOf(answer, answer.map, asOf);
      known.current = next;
      setNetwork(next);
      if (whole) setBundles(null); // what they point at is of another moment
      try {
        const relations = await ask(BundlesDocument, { state, asOf });
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
      if (!over && !document.hidden && asOf === null) timer = window.setTimeout(ever, ASK_AGAIN_MILLISECONDS);
    };
    const seen = () => {
      window.clearTimeout(timer);
      if (!document.hidden && asOf === null) void ever();
    };
    void ever();
    document.addEventListener("visibilitychange", seen);
    return () => {
      over = true;
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [state, asOf, attempt, signedIn]);

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
  /** Asks the question again. */
  retry(): void;
}

/** Shows what has come so far, if anything new, and says whether the rest is still wanted. */
type Tell<T> = (soFar?: T) => boolean;

/** The answer to a question that changes with `key`; null while it is not there, and where `key` is null. */
function useAnswer<T>(key: string | null, question: (tell: Tell<T>) => Promise<T>): Answered<T> {
  const [answer, setAnswer] = useState<{ key: string; value: T | null; problem: string | null } | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === null) return;
    let over = false;
    const tell: Tell<T> = (value) => {
      if (!over && value !== undefined) setAnswer({ key, value, problem: null });
      return !over;
    };
    question(tell).then(
      (value) => !over && setAnswer({ key, value, problem: null }),
      (error: unknown) => !over && setAnswer({ key, value: null, problem: said(error) }),
    );
    return () => {
      over = true;
    };
    // The question is what its key says.
    // eslint-disable-next-line
  }, [key, attempt]);
  const retry = useCallback(() => {
    setAnswer(null);
    setAttempt((count) => count + 1);
  }, []);
  // What was answered to another revision stays until the new answer comes; that to another question does not.
  const same = answer !== null && key !== null && answer.key.split("\n")[0] === key.split("\n")[0];
  return useMemo(() => ({ ...(same ? answer : { value: null, problem: null }), retry }), [same, answer, retry]);
}

const keyOf = (network: Network | null, ...parts: (string | null)[]) =>
  network === null || parts.includes(null) ? null : `${network.code} ${network.asOf ?? "now"} ${parts.join(" ")}\n${network.revision}`;

/** Whom a monitor sees, by position. */
export function useLens(network: Network | null, monitor: string | null): Answered<ReadonlySet<number>> {
  return useAnswer(keyOf(network, monitor), async () => {
    const answer = await ask(LensDocument, { state: network!.code, monitor: monitor!, asOf: network!.asOf });
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
    const answer = await ask(ExplanationDocument, { ...why!, asOf: network!.asOf });
    return answer.explainMonitoring ?? null;
  });
}

export type Details = NonNullable<DetailsQuery["authority"]>;

export function useDetails(network: Network | null, id: string | null): Answered<Details | null> {
  return useAnswer(keyOf(network, id), async () => {
    const answer = await ask(DetailsDocument, { id: id!, asOf: network!.asOf });
    return answer.authority ?? null;
  });
}

export type Coordination = NonNullable<CoordinationQuery["nodes"][number]>;

/** Who coordinates each of some authorities, and whom each is linked with, by their ids. */
export function useCoordination(network: Network, ids: readonly string[]): Answered<ReadonlyMap<string, Coordination>> {
  return useAnswer(keyOf(network, ids.length ? ids.join(" ") : null), async () => {
    const { nodes } = await ask(CoordinationDocument, { ids: [...ids], asOf: network.asOf });
    return new Map(nodes.flatMap((node) => (node ? [[node.id, node]] : [])));
  });
}

/** Of the past those are asked for whom the NIMIC monitored: all of its state (R45). */
async function matchingOf(network: Network, where: AuthorityFilter, after: string | null) {
  const { asOf } = network;
  if (asOf === null) return (await ask(MatchingDocument, { where, after })).authorities;
  const monitor = network.ids[network.nimic];
  return monitor === undefined ? null : (await ask(MatchingThenDocument, { monitor, where, after, asOf })).monitoringScope;
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
        const authorities: MatchingQuery["authorities"] | null = await matchingOf(network!, where, after);
        if (!authorities) break;
        for (const { node } of authorities.edges) found.add(network!.position.get(node.id) ?? -1);
        more = authorities.pageInfo.hasNextPage;
        after = authorities.pageInfo.endCursor;
      }
    return found;
  });
}

export type Days = NonNullable<DaysQuery["stateChanges"]>["days"];

/** The days on which a network was changed; asked again where another one may have come. */
export function useDays(network: Network | null): Answered<Days> {
  return useAnswer(network && `${network.code}\n${network.revision}`, async () => {
    const answer = await ask(DaysDocument, { state: network!.code });
    return answer.stateChanges?.days ?? [];
  });
}

/** When so many more have come, they are shown while the others follow. */
const AT_ONCE = 1000;

/** What the network shown differs in from what it was at the end of a day: all of it, page after page. */
export function useDifference(network: Network | null, from: string | null): Answered<Difference> {
  return useAnswer(keyOf(network, from), async (tell) => {
    const { differenceOf } = await import("../model/difference");
    const asked = { state: network!.code, from: from!, to: network!.asOf };
    const authorities: Come<DifferentAuthority> = { edges: [], count: 0 };
    const relations: Come<DifferentRelation> = { edges: [], count: 0 };
    const soFar = () => {
      const counts = { authorities: authorities.count, relations: relations.count };
      return differenceOf(network!, from!, [...authorities.edges], [...relations.edges], counts);
    };
    let told = 0;
    const goesOn = () => {
      const come = authorities.edges.length + relations.edges.length;
      if (come < told + AT_ONCE) return tell();
      told = come;
      return tell(soFar());
    };
    await Promise.all([
      paged(authorities, async (after) => (await ask(DifferentAuthoritiesDocument, { ...asked, after })).networkDifference?.authorities, goesOn),
      paged(relations, async (after) => (await ask(DifferentRelationsDocument, { ...asked, after })).networkDifference?.relations, goesOn),
    ]);
    return soFar();
  });
}

interface Page<Edge> {
  totalCount: number;
  edges: readonly Edge[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** What has come of so many. */
interface Come<Edge> {
  edges: Edge[];
  count: number;
}

/** Adds page after page, until the last one or until nobody wants more. */
async function paged<Edge>(come: Come<Edge>, page: (after: string | null) => Promise<Page<Edge> | undefined>, goesOn: () => boolean) {
  for (let after: string | null = null, more = true; more; ) {
    const found: Page<Edge> | undefined = await page(after);
    if (!found) return;
    come.edges.push(...found.edges);
    come.count = found.totalCount;
    after = found.pageInfo.endCursor;
    more = found.pageInfo.hasNextPage && goesOn();
  }
}
