/** The state of the page, all of which stands in its address. */
import { RELATIONS, type RelationName } from "./network";
import { type Filters, ROLES, type RoleName } from "./filters";

export type Theme = "light" | "dark";
export type View = "map" | "table";

export interface PageState extends Filters {
  /** Code of the Member State; null: the page of all states. */
  country: string | null;
  relations: readonly RelationName[];
  /** The day, of UTC, as whose end the network is shown; null: as it stands. */
  at: string | null;
  /** The day with which it is compared; null: with none. */
  from: string | null;
  /** Ids of the monitor whose scope is shown, the selected authority, and of the two of a "why". */
  lens: string | null;
  selected: string | null;
  why: { monitor: string; authority: string } | null;
  /** Key of the wedge that is expanded. */
  open: string | null;
  every: boolean;
  view: View;
  theme: Theme | null;
  language: string | null;
  zoom: { k: number; x: number; y: number } | null;
}

export const START: PageState = {
  country: null,
  areas: null,
  region: null,
  role: null,
  keyword: null,
  inactive: false,
  relations: ["VALIDATES"],
  at: null,
  from: null,
  lens: null,
  selected: null,
  why: null,
  open: null,
  every: false,
  view: "map",
  theme: null,
  language: null,
  zoom: null,
};

/** The state that a query string describes; what is unknown in it is left aside. */
export function parsed(search: string): PageState {
  const given = new URLSearchParams(search);
  const list = (name: string) => given.get(name)?.split(",").filter(Boolean) ?? null;
  const one = <T extends string>(name: string, known: readonly T[]) =>
    known.find((each) => each === given.get(name)) ?? null;
  return {
    country: given.get("c"),
    areas: list("areas"),
    region: given.get("region"),
    role: one<RoleName>("role", ROLES),
    keyword: given.get("keyword"),
    inactive: given.get("inactive") === "1",
    relations: given.has("rel") ? RELATIONS.filter((each) => list("rel")?.includes(each)) : START.relations,
    at: day(given.get("at")),
    from: day(given.get("from")),
    lens: given.get("as"),
    selected: given.get("sel"),
    why: pair(given.get("why")),
    open: given.get("open"),
    every: given.get("dots") === "1",
    view: one<View>("view", ["map", "table"]) ?? "map",
    theme: one<Theme>("theme", ["light", "dark"]),
    language: given.get("lang"),
    zoom: zoomed(given.get("z")),
  };
}

/** The query string of a state; `parsed` reads it back. */
export function formatted(state: PageState): string {
  const given = new URLSearchParams();
  const put = (name: string, value: string | null) => value !== null && given.set(name, value);
  put("c", state.country);
  put("areas", state.areas && state.areas.join(","));
  if (state.relations.join() !== START.relations.join()) put("rel", state.relations.join(","));
  put("region", state.region);
  put("role", state.role);
  put("keyword", state.keyword);
  put("inactive", state.inactive ? "1" : null);
  put("at", state.at);
  put("from", state.from);
  put("as", state.lens);
  put("sel", state.selected);
  put("why", state.why && `${escaped(state.why.monitor)}~${escaped(state.why.authority)}`);
  put("open", state.open);
  put("dots", state.every ? "1" : null);
  put("view", state.view === "map" ? null : state.view);
  put("theme", state.theme);
  put("lang", state.language);
  put("z", state.zoom && [state.zoom.k, state.zoom.x, state.zoom.y].map((each) => +each.toFixed(2)).join(","));
  const text = given.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  return text && `?${text}`;
}

/** Ids are free text: their tildes are written so that the one between two ids is the only one. */
const escaped = (id: string) => id.replaceAll("%", "%25").replaceAll("~", "%7E");
const unescaped = (text: string) => text.replaceAll("%7E", "~").replaceAll("%25", "%");

function pair(text: string | null): PageState["why"] {
  const [monitor, authority, ...more] = text?.split("~") ?? [];
  return monitor && authority && !more.length
    ? { monitor: unescaped(monitor), authority: unescaped(authority) }
    : null;
}

/** A day that exists, as `2026-03-03`. */
function day(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text;
}

function zoomed(text: string | null): PageState["zoom"] {
  const [k, x, y, ...more] = text?.split(",").map(Number) ?? [];
  const sound = [k, x, y].every(Number.isFinite) && !more.length && k! >= 0.1 && k! <= 100;
  return sound ? { k: k!, x: x!, y: y! } : null;
}

/** What a filter hides, and whether any is set. */
export const isFiltered = (state: Filters): boolean =>
  state.areas !== null || state.region !== null || state.role !== null || state.keyword !== null;

export const WITHOUT_FILTERS = { areas: null, region: null, role: null, keyword: null } as const;
