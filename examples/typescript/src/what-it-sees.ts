// What does this authority see, and why? Prints everyone whom it may monitor, with every reason.
//
//     TOKEN=… node src/what-it-sees.ts AUTHORITY_ID [http://127.0.0.1:8000]
//
// What the program knows of the API stands in generated.ts, which graphql-codegen made of its schema and ../../scope.graphql.
import { argv, env, exit } from "node:process";
import { type TypedDocumentString, WhatItSeesDocument, type WhatItSeesQuery } from "./generated.ts";

type Edge = NonNullable<WhatItSeesQuery["monitoringScope"]>["edges"][number];
type Answer<Data> = { data?: Data | null; errors?: { message: string }[] };

const [monitor, address = "http://127.0.0.1:8000"] = argv.slice(2);
const token = env["TOKEN"];
if (!monitor || !token) {
  console.error("TOKEN=… node src/what-it-sees.ts AUTHORITY_ID [http://127.0.0.1:8000]");
  exit(1);
}

async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: {
      accept: "application/graphql-response+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const answer = (await response.json()) as Answer<Data>;
  if (!answer.data || answer.errors) {
    throw new Error(answer.errors?.map((error) => error.message).join(" ") ?? response.statusText);
  }
  return answer.data;
}

/** Everyone whom an authority may monitor, read a page at a time. */
async function* scope(monitor: string): AsyncGenerator<Edge> {
  let after: string | null = null;
  do {
    const { monitoringScope: page }: WhatItSeesQuery = await ask(WhatItSeesDocument, { monitor, after });
    if (!page) throw new Error(`There is no authority with the id ${monitor}.`);
    yield* page.edges;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

/** A reason in one line: its rule, and the relations that meet it. */
function why({ rule, path }: Edge["reasons"][number]): string {
  const steps = path.map(
    ({ relation, from, to, area }) => `${from.id} ${relation}${area === null ? "" : `(${area})`} ${to.id}`,
  );
  return [rule.id, ...steps].join(", ");
}

try {
  for await (const { node, reasons } of scope(monitor)) {
    console.log([node.id, node.name, reasons.map(why).join("; ")].join("\t"));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  exit(1);
}
