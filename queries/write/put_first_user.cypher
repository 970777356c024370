// put_first_user
//
// Gives an authority its first user, who is its Local Data Administrator.
//
// rules:   R57 R76
// param:   authority  string   id of the authority
// param:   username   string   the username, folded
// param:   name       string   the person's name
// param:   email      string   where the automatic mail goes
// param:   now        string   instant of the change
// param:   change     string   id of the change
// returns: no row
MATCH (a:Authority {id: $authority})
CREATE (u:User {username: $username, name: $name, email: $email})
CREATE (u)-[:ACTS_FOR {local_data_administrator: true, since: $now, by: $change}]->(a)
