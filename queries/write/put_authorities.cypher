// put_authorities
//
// Changes the names and contact data of authorities. Nothing else of them.
//
// rules:   R2 R59
// param:   rows  list<map>  id, name, name_language, names (lang=name), search, search_all, sort, words, email, phone, web, address, languages
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.id})
SET a.name = row.name, a.name_language = row.name_language, a.names = row.names,
    a.search = row.search, a.search_all = row.search_all, a.sort = row.sort, a.words = row.words,
    a.email = row.email, a.phone = row.phone, a.web = row.web, a.address = row.address, a.languages = row.languages
