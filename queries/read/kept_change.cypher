// kept_change
//
// The change that an actor made under an idempotency key.
//
// rules:   R57
// param:   actor       string   id of the authority that acted, or `operator`
// param:   key         string   the idempotency key
// returns: at most one row
// column:  id          string   id of the change
// column:  at          string   instant of the change
// column:  action      string   the mutation
// column:  input       string   what was asked, JSON, without personal data
// column:  before      string?  what was there, JSON
// column:  after       string?  what was put there, JSON
// column:  first_user  map?     the user that came with it: username, name and email, which live with the user alone
MATCH (c:Change {actor: $actor, key: $key})
RETURN c.id AS id, c.at AS at, c.action AS action, c.input AS input, c.before AS before, c.after AS after,
  head(COLLECT {
    MATCH (c)-[:TOUCHED]->(:Authority)<-[:ACTS_FOR {by: c.id}]-(u:User) RETURN u {.username, .name, .email}
  }) AS first_user
