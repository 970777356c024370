// network_overview
//
// The authorities of one state as a map draws them: parts of 500, each as lists that go side by side, in the order of
// the ids.
//
// rules:   R3 R26
// param:   state       string                    code of the state
// param:   moment      string?                   instant of which is asked; null: the present
// returns: any number of rows, ordered by the ids; none for a state without authorities
// column:  ids         list<string>              their ids
// column:  names       list<string>              their official names
// column:  types       list<string?>             NIMIC, SDIMIC or null
// column:  statuses    list<string>              ACTIVE or INACTIVE
// column:  validators  list<string?>             ids of their Validating Coordinators
// column:  regions     list<string?>             codes of their regions
// column:  accesses    list<list<list<string>>>  area and role of each of their areas, in no order
MATCH (:MemberState {code: $state})<-[member:IN_STATE]-(a)
WITH a, member ORDER BY a.id
WITH collect({
       id: a.id, name: a.name, type: member.type, status: member.status,
       validator: head([(v)-[:VALIDATES]->(a) | v.id]),
       region: head([(a)-[:LOCATED_IN]->(r) | r.code]),
       accesses: [(a)-[acts:ACTS_IN]->() | [acts.area, acts.role]]
     }) AS everyone
UNWIND range(0, size(everyone) - 1, 500) AS begin
WITH everyone[begin..begin + 500] AS part
RETURN [each IN part | each.id] AS ids,
       [each IN part | each.name] AS names,
       [each IN part | each.type] AS types,
       [each IN part | each.status] AS statuses,
       [each IN part | each.validator] AS validators,
       [each IN part | each.region] AS regions,
       [each IN part | each.accesses] AS accesses
