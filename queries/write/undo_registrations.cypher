// undo_registrations
//
// Takes out who registered whom, as an import wrote it.
//
// rules:   R46
// param:   rows  list<map>  coordinator, authority, at
// returns: no row
UNWIND $rows AS row
MATCH (:Authority {id: row.coordinator})-[r:REGISTERED]->(:Authority {id: row.authority})
DELETE r
