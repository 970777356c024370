/** Stands for @0no-co/graphql.web where urql asks for it: see vite.config.ts. */
export { GraphQLError, Kind, print } from "@0no-co/graphql.web";

export const parse = (): never => {
  throw new Error("urql was given a document that is not parsed");
};
