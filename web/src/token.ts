/**
 * The token of this tab. A link may bring one in its fragment, which no server sees; it is taken out of the address at
 * once, so that it is neither copied nor kept in the history. Reloading keeps it, another tab does not have it.
 */
const KEY = "token";
const listeners = new Set<() => void>();
let refusal: string | null = null;

const brought = new URLSearchParams(location.hash.slice(1)).get("token");
if (brought) {
  sessionStorage.setItem(KEY, brought);
  history.replaceState(history.state, "", location.pathname + location.search);
}

export const token = (): string | null => sessionStorage.getItem(KEY);

/** Why the service refused the token, in its words; null: it did not. */
export const refused = (): string | null => refusal;

export function useThisToken(text: string): void {
  sessionStorage.setItem(KEY, text.trim());
  refusal = null;
  tell();
}

export function tokenWasRefused(why: string): void {
  if (refusal === why) return;
  refusal = why;
  tell();
}

export function onToken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const tell = () => listeners.forEach((listener) => listener());
