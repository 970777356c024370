// GraphiQL with the token of the form above it. The token is kept for this tab alone, and until it is closed.

const ENDPOINT = "/graphql";
const WHO = "{ viewer { operator authority { id name } } }";

const form = document.getElementById("sign-in");
const field = document.getElementById("token");
const who = document.getElementById("who");
const root = ReactDOM.createRoot(document.getElementById("graphiql"));
const examples = await Promise.all(
  ["lookup", "scope", "explain", "network", "changes"].map(async (name) => ({
    query: await (await fetch(`/graphiql/examples/${name}.graphql`)).text(),
  })),
);

async function ask(request, headers = {}) {
  const token = sessionStorage.getItem("token");
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json",
      ...(token && { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

async function show() {
  field.value = sessionStorage.getItem("token") ?? "";
  const { data, errors } = await ask({ query: WHO });
  const speaker = data?.viewer.operator ? "the operator" : data?.viewer.authority?.name ?? data?.viewer.authority?.id;
  who.textContent = errors ? errors[0].message : `You speak for ${speaker}.`;
  root.render(
    React.createElement(GraphiQL, {
      key: Date.now(), // another token: the schema is asked anew
      fetcher: (request, options) => ask(request, options?.headers),
      defaultTabs: examples,
      shouldPersistHeaders: false,
    }),
  );
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", field.value.trim());
  show();
});

show();
