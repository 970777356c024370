// `npm run generate` writes src/generated.ts anew.
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: "../scope.graphql",
  generates: {
    "src/generated.ts": {
      plugins: ["typescript-operations", "typed-document-node"],
      config: {
        documentMode: "string",
        useTypeImports: true,
        scalars: { ID: "string", DateTime: "string" },
      },
    },
  },
};

export default config;
