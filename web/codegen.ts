// `npm run generate` writes the types of the documents anew; a test compares what is committed with what it writes.
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../schema.graphql",
  documents: "src/api/*.graphql",
  generates: {
    "src/api/generated.ts": {
      plugins: ["typescript-operations", "typed-document-node"],
      config: {
        enumsAsTypes: true,
        skipTypename: true,
        useTypeImports: true,
        avoidOptionals: { field: true },
        scalars: { ID: "string", DateTime: "string" },
      },
    },
  },
};

export default config;
