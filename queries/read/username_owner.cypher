// username_owner
//
// Who acts under a username.
//
// rules:   R57
// param:   username   string  the username, folded
// returns: at most one row
// column:  authority  string  id of the authority for which it acts
MATCH (:User {username: $username})-[:ACTS_FOR]->(a)
RETURN a.id AS authority
