// create_regions
//
// Makes regions that are not there; a code that another change has just taken fails on its constraint. Their parents
// are tied by `place_regions`.
//
// rules:   R10
// param:   rows  list<map>  code, name, state, latitude, longitude (degrees, may be null)
// returns: no row
UNWIND $rows AS row
CREATE (r:Region {code: row.code})
SET r.name = row.name, r.state = row.state, r.latitude = row.latitude, r.longitude = row.longitude
