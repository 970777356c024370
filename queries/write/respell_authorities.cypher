// respell_authorities
//
// Writes how authorities are searched for whose names are still those that it was made of. A mark that is set and gone
// at once takes the lock first, as in lock_states: a change of names that comes in between is waited for, and stays.
//
// param:   rows  list<map>  id, name, name_language, names (lang=name), search, search_all, sort, words
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.id})
SET a.locked = true
REMOVE a.locked
WITH a, row
WHERE a.name = row.name AND a.names = row.names AND coalesce(a.name_language, '') = coalesce(row.name_language, '')
SET a.search = row.search, a.search_all = row.search_all, a.sort = row.sort, a.words = row.words
