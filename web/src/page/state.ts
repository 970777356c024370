/** The state of the page and its address are one. */
import { useCallback, useEffect, useState } from "react";
import { formatted, type PageState, parsed } from "../model/address";

export type Change = (patch: Partial<PageState>, how?: "push" | "replace") => void;

/** What is chosen makes an entry of the history, so that Back undoes it; what is only moved does not. */
export function usePageState(): [PageState, Change] {
  const [state, setState] = useState(() => parsed(location.search));
  useEffect(() => {
    const back = () => setState(parsed(location.search));
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, []);
  const change = useCallback<Change>((patch, how = "push") => {
    const next = { ...parsed(location.search), ...patch };
    const address = location.pathname + formatted(next);
    if (address !== location.pathname + location.search)
      history[how === "push" ? "pushState" : "replaceState"](null, "", address);
    setState(next);
  }, []);
  return [state, change];
}
