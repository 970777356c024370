/**
 * Runs before the script of the page has come, which is large: takes the token out of the address, and asks for the
 * network that the address names. The page then finds the answer on its way.
 */
import query from "./api/network.graphql?raw";
import { token } from "./token";

interface Ahead {
  bearer: string;
  state: string;
  response: Promise<Response>;
}

/** What is sent to the service. */
export interface Asked {
  operationName?: string;
  variables: Record<string, unknown>;
}

let ahead: Ahead | null = null;

const parameters = new URLSearchParams(location.search);
const [state, asOf, bearer] = [parameters.get("c"), parameters.get("at"), token()];
if (state !== null && asOf === null && bearer !== null) {
  const variables = { state, unlessRevision: null, asOf: null };
  const response = fetch("/graphql", {
    method: "POST",
    headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
    credentials: "omit",
    body: JSON.stringify({ operationName: "Network", query, variables }),
  });
  response.catch(() => null); // who takes it handles that
  ahead = { bearer, state, response };
}

/** The answer that is on its way to this question; null where another one was asked, or it was taken already. */
export function askedAhead({ operationName, variables }: Asked): Promise<Response> | null {
  if (operationName !== "Network" || !ahead) return null;
  const { bearer, state, response } = ahead;
  ahead = null; // later ones want to know how it stands then
  const same = variables.state === state && variables.unlessRevision === null && variables.asOf === null;
  return same && bearer === token() ? response : null;
}
