"""Which headers pages of other origins may send and read: those that clients of GraphQL and of traces send by themselves."""

from service.http.bookmarks import HEADER as BOOKMARK

SENT = (
    "Authorization",
    BOOKMARK,
    "Content-Type",
    "X-Request-Id",
    "traceparent",
    "tracestate",
    "baggage",
    "apollo-require-preflight",
    "apollographql-client-name",
    "apollographql-client-version",
    "x-apollo-operation-id",
    "x-apollo-operation-name",
)
READ = (BOOKMARK, "Retry-After", "X-Request-Id")
