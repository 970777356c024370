// The audit of GraphQL over HTTP at an address, with a token: a JSON object a line for each of its results.
import { auditServer } from "graphql-http";

const [url, token] = process.argv.slice(2);

function fetchFn(address, options = {}) {
  const headers = new Headers(options.headers);
  headers.set("authorization", `Bearer ${token}`);
  return fetch(address, { ...options, headers });
}

for (const { id, name, status, reason } of await auditServer({ url, fetchFn })) {
  console.log(JSON.stringify({ id, name, status, reason }));
}
