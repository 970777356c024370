// network_regions
//
// Every region of some Member States.
//
// rules:   R10
// param:   states     list<string>  codes of the states
// returns: any number of rows, ordered by code
// column:  code       string   code of the region
// column:  state      string   code of its state
// column:  parent     string?  code of the region it is part of; null where that is the state itself
// column:  name       string   its name
// column:  latitude   string?  degrees north, as written in the file
// column:  longitude  string?  degrees east, as written in the file
MATCH (r:Region)
WHERE r.state IN $states
OPTIONAL MATCH (r)-[:PART_OF]->(p:Region)
RETURN r.code AS code, r.state AS state, p.code AS parent, r.name AS name,
       r.latitude AS latitude, r.longitude AS longitude
ORDER BY code
