// undo_appointments
//
// Takes out who gave whom the role DIMIC in an area, as an import wrote it.
//
// rules:   R46
// param:   rows  list<map>  coordinator, authority, area, at
// returns: no row
UNWIND $rows AS row
MATCH (:Authority {id: row.coordinator})-[r:APPOINTED {area: row.area}]->(:Authority {id: row.authority})
DELETE r
