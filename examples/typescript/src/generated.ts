/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A relation between two authorities of one Member State (R25). */
export type Relation =
  /** From the NIMIC or SDIMIC to the authority it gave the role DIMIC in one area; never moved, never ended. */
  | 'APPOINTED'
  /** From a Request Coordinator to the authority, in one area (R28). */
  | 'COORDINATES_REQUESTS'
  /** From the Access Coordinator to the authority, in one area (R27). */
  | 'GRANTS_ACCESS'
  /** From the observer to the observed authority (R43). */
  | 'LINKED_TO'
  /** From the registrar to the authority; never moved, never ended. */
  | 'REGISTERED'
  /** From the Validating Coordinator to the authority (R26). */
  | 'VALIDATES';

export type WhatItSeesQueryVariables = Exact<{
  monitor: string;
  after?: string | null | undefined;
}>;


export type WhatItSeesQuery = { monitoringScope: { edges: Array<{ node: { id: string, name: string }, reasons: Array<{ rule: { id: string }, path: Array<{ relation: Relation, area: string | null, from: { id: string }, to: { id: string } }> }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const WhatItSeesDocument = new TypedDocumentString(`
    query WhatItSees($monitor: ID!, $after: String) {
  monitoringScope(monitor: $monitor, first: 100, after: $after) {
    edges {
      node {
        id
        name
      }
      reasons {
        rule {
          id
        }
        path {
          relation
          from {
            id
          }
          to {
            id
          }
          area
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<WhatItSeesQuery, WhatItSeesQueryVariables>;