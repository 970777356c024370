"""How a selection is answered.

    schema.execute ─▶ compiled.Executor
      ├─ plain parts of a selection     completions, column by column
      └─ everything else                graphql-core, field by field
                │  both follow references to other authorities, regions, areas
                ▼
    loaders                             what a level of the selection names is read by one statement a kind

`context` holds what the resolvers of one request share; `selection` says what is selected below a field.
"""
