/** Asks the service. */
import { type AnyVariables, Client, fetchExchange, type TypedDocumentNode } from "@urql/core";
import { type Asked, askedAhead } from "./first";
import { token, tokenWasRefused } from "./token";

const UNAUTHORIZED = 401;
let progress: ((bytes: number) => void) | null = null;

/** Like fetch, where nothing was asked ahead, and tells how much of an answer has come. */
const measuring: typeof fetch = async (input, init) => {
  const response = await (askedAhead(JSON.parse(String(init?.body)) as Asked) ?? fetch(input, init));
  if (!progress || !response.body) return response;
  const told = progress;
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      told(bytes);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counting), response);
};

export const client = new Client({
  url: "/graphql",
  preferGetMethod: false,
  fetch: measuring,
  fetchOptions: () => ({ headers: { Authorization: `Bearer ${token() ?? ""}` }, credentials: "omit" }),
  exchanges: [fetchExchange],
});

/** What the service said against a question, in one sentence. */
export class Refusal extends Error {
  readonly unauthenticated: boolean;

  constructor(message: string, unauthenticated: boolean) {
    super(message);
    this.unauthenticated = unauthenticated;
  }
}

/** The answer to one question, as it stands now. A token that is refused is told of. Raises Refusal. */
export async function ask<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: { progress?: (bytes: number) => void } = {},
): Promise<Data> {
  progress = options.progress ?? null;
  try {
    const { data, error } = await client.query(document, variables, { requestPolicy: "network-only" }).toPromise();
    if (error || data === undefined) {
      const said = error?.graphQLErrors[0]?.message ?? error?.networkError?.message ?? error?.message ?? "";
      const unauthenticated = error?.response?.status === UNAUTHORIZED;
      if (unauthenticated) tokenWasRefused(said);
      throw new Refusal(said, unauthenticated);
    }
    return data;
  } finally {
    progress = null;
  }
}
