// put_regions
//
// Makes regions, or changes their names and places on the map. Their parents are tied by `place_regions`.
//
// rules:   R10
// param:   rows  list<map>  code, name, state, latitude, longitude (degrees, may be null)
// returns: no row
UNWIND $rows AS row
MERGE (r:Region {code: row.code})
SET r.name = row.name, r.state = row.state, r.latitude = row.latitude, r.longitude = row.longitude
