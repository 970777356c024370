import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { parse } from "@formatjs/icu-messageformat-parser";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;

/**
 * GraphiQL as it is published: building its editor would add half a minute to the first start.
 * Its page, the examples and the bundles stand in one folder of the output.
 */
function graphiql(): Plugin {
  const bundles = {
    "graphiql/graphiql.min.js": "graphiql.min.js",
    "graphiql/graphiql.min.css": "graphiql.min.css",
    "react-18/umd/react.production.min.js": "react.min.js",
    "react-dom-18/umd/react-dom.production.min.js": "react-dom.min.js",
  };
  return {
    name: "graphiql",
    apply: "build",
    closeBundle() {
      const out = resolve(here, "dist/graphiql");
      cpSync(resolve(here, "graphiql"), out, { recursive: true });
      for (const [from, to] of Object.entries(bundles))
        copyFileSync(resolve(here, "node_modules", from), resolve(out, to));
    },
  };
}

/** Messages are parsed while the page is built, so that it need not carry the parser. */
function messages(): Plugin {
  return {
    name: "messages",
    transform(code, id) {
      if (!/\/(messages|sentences)\/\w+\.json$/.test(id)) return null;
      const texts = Object.entries(JSON.parse(code) as Record<string, string>);
      return { code: JSON.stringify(Object.fromEntries(texts.map(([key, text]) => [key, parse(text)]))), map: null };
    },
  };
}

/** Documents are parsed while their types are generated, so that urql need not carry the parser. */
function documents(): Plugin {
  return {
    name: "documents",
    resolveId(id, importer) {
      const byUrql = id === "@0no-co/graphql.web" && /[\\/]@urql[\\/]core[\\/]/.test(importer ?? "");
      return byUrql ? resolve(here, "src/api/no-parser.ts") : null;
    },
  };
}

/** Beside every script and style one that is compressed as well as can be, which takes a second; the service sends it. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const folder of ["dist/assets", "dist/graphiql"])
        for (const name of readdirSync(resolve(here, folder)).filter((each) => /\.(js|css)$/.test(each))) {
          const path = resolve(here, folder, name);
          writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
        }
    },
  };
}

/** What is to run before the script of the page has come is a script of its own, named before it. */
function first(): Plugin {
  return {
    name: "first",
    apply: "build",
    transformIndexHtml(_, { bundle }) {
      const found = Object.values(bundle ?? {}).find((each) => each.type === "chunk" && each.name === "first");
      return [{ tag: "script", attrs: { type: "module", src: `/pages/${found!.fileName}` }, injectTo: "head-prepend" }];
    },
  };
}

/** Of the thirty languages of React Aria's own texts the pages speak three. */
function languages(): Plugin {
  return {
    name: "languages",
    load(id) {
      const [, language] = /[\\/]react-(?:aria|stately)[\\/].*[\\/]intl[\\/].*[\\/]([a-z]{2})-[A-Z]{2}\.m?js$/.exec(id) ?? [];
      return language && !["en", "de", "fr"].includes(language) ? "export default {};" : null;
    },
  };
}

export default defineConfig({
  base: "/pages/",
  plugins: [{ ...messages(), enforce: "pre" }, { ...documents(), enforce: "pre" }, languages(), first(), graphiql(), compressed()],
  resolve: {
    alias: {
      "@formatjs/icu-messageformat-parser": "@formatjs/icu-messageformat-parser/no-parser.js",
      // What d3-zoom needs for transitions, of which the pages have none; with them come colours and more.
      "d3-transition": resolve(here, "src/drawing/no-transitions.ts"),
      "d3-interpolate": resolve(here, "src/drawing/no-transitions.ts"),
      // React has it since version 18.
      "use-sync-external-store/shim/index.js": "react",
    },
  },
  // No data: addresses, which the Content-Security-Policy of scripts and styles forbids.
  build: { outDir: "dist", target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false },
    // What the map needs at once is one file: it compresses better than several.
    rolldownOptions: { output: { codeSplitting: { groups: [
      { name: "first", test: /\/src\/(first|token)\.ts$|network\.graphql\?raw$/, priority: 1 },
      { name: "page", tags: ["$initial"] },
    ] } } },
  },
});
