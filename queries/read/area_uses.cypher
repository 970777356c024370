// area_uses
//
// Who has access to a legislative area with settings that a change of the area might leave unsound.
//
// rules:   R5
// param:   area         string        code of the area
// param:   keywords     list<string>  keywords that would be taken from it
// param:   professions  boolean       whether it would begin to ask for professions
// returns: exactly one row
// column:  authorities  list<string>  ids of those who use one of the keywords, or have no professions where they would be asked for, ordered
RETURN COLLECT {
  MATCH (:LegislativeArea {code: $area})<-[r:ACTS_IN]-(a)
  WHERE any(keyword IN $keywords WHERE keyword IN r.keywords) OR ($professions AND r.professions = [])
  RETURN a.id ORDER BY a.id
} AS authorities
