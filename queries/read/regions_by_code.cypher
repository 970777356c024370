// regions_by_code
//
// Regions of any state.
//
// rules:   R10
// param:   codes      list<string>  codes of the regions
// returns: any number of rows, ordered by code
// column:  code       string        code of the region
// column:  state      string        code of its state
// column:  parent     string?       code of the region it is part of; null where that is the state itself
// column:  name       string        its name
// column:  latitude   string?       degrees north, as written in the file
// column:  longitude  string?       degrees east, as written in the file
MATCH (r:Region)
WHERE r.code IN $codes
OPTIONAL MATCH (r)-[:PART_OF]->(p:Region)
RETURN r.code AS code, r.state AS state, p.code AS parent, r.name AS name,
       r.latitude AS latitude, r.longitude AS longitude
ORDER BY code
