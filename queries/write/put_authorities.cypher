// put_authorities
//
// Makes authorities, or changes their names and contact data. Nothing else of them.
//
// rules:   R2 R59
// param:   rows  list<map>  id, name, name_language, names (lang=name), search, search_all, sort, email, phone, address, languages, registered_at (kept from the first time)
// returns: no row
UNWIND $rows AS row
MERGE (a:Authority {id: row.id})
  ON CREATE SET a.revision = 0, a.registered_at = row.registered_at
SET a.name = row.name, a.name_language = row.name_language, a.names = row.names,
    a.search = row.search, a.search_all = row.search_all, a.sort = row.sort,
    a.email = row.email, a.phone = row.phone, a.address = row.address, a.languages = row.languages
