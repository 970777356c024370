// create_authorities
//
// Makes authorities that are not there, with their names and contact data; an id that another change has just taken, in
// whatever state, fails on its constraint.
//
// rules:   R2 R59
// param:   rows  list<map>  id, name, name_language, names (lang=name), search, search_all, sort, words, email, phone, web, address, languages, registered_at
// returns: no row
UNWIND $rows AS row
CREATE (a:Authority {id: row.id, revision: 0, registered_at: row.registered_at})
SET a.name = row.name, a.name_language = row.name_language, a.names = row.names,
    a.search = row.search, a.search_all = row.search_all, a.sort = row.sort, a.words = row.words,
    a.email = row.email, a.phone = row.phone, a.web = row.web, a.address = row.address, a.languages = row.languages
