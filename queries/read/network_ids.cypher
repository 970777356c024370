// network_ids
//
// The ids of one state's authorities, in the order in which a map numbers them.
//
// param:   state  string        code of the state
// param:   moment string?       instant of which is asked; null: the present
// returns: exactly one row
// column:  ids    list<string>  their ids, ordered
RETURN COLLECT {
  MATCH (:MemberState {code: $state})<-[:IN_STATE]-(a)
  RETURN a.id AS id ORDER BY id
} AS ids
