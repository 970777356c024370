"""Changes of the network, one function for each mutation: each gathers facts, asks the rules, and edits a draft.

    api/mutations
      │  Request and the change: access, registration, requests, validation, operator, bulk
      ▼
    transaction.carry_out          one transaction, which may run twice
      1  locks the state           no two changes of a state interleave
      2  makes a Draft             the network before, loaded as far as the change looks
      3  runs the change           guards say who may; the draft holds what would be
      4  settles the draft         soundness says what must be true (Refused names every rule)
      5  records and writes        what differs, and a Change that tells of it; a trial rolls back
      ▼
    outcome                        what came, moved and went, and whose scope differs

`available_actions` tries the same changes to say which ones an actor may be offered.
"""
