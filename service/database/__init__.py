"""Neo4j, as the rest of the service knows it.

    statements ─▶ statement        binds a signature to its file under queries/
                     ▼
    graph.read, graph.write        a transaction function, which may run twice
      ├─ causality                 after which earlier transactions it must come
      ├─ liveness, handshake       whether the database answers, asked only when in doubt
      ├─ error_codes               Unavailable or Conflict, in words of the service
      └─ meter                     what the figures count
    plan_cache                     plans statements before anybody needs them

`graph` alone knows the driver.
"""
