// told_changes
//
// What each change of `page` (a list of maps: id, at, …) began and ended around the authority `a`. Binds `changes`, the
// same list with `groups`: edges of one kind, area and direction are taken together, of whom the first 20 by the other
// end are shown.
//
// rules:   R76
WITH a, page, [row IN page | row.id] AS ids, [row IN page | row.at] AS times
WITH a, page, COLLECT {
  MATCH (a)-[r:IN_STATE|WAS_IN_STATE|LOCATED_IN|WAS_LOCATED_IN|ACTS_IN|ACTED_IN|VALIDATES|VALIDATED|GRANTS_ACCESS|GRANTED_ACCESS|COORDINATES_REQUESTS|COORDINATED_REQUESTS|OPTS_OUT_OF_REFERRAL|OPTED_OUT_OF_REFERRAL|LINKED_TO|WAS_LINKED_TO|REGISTERED|APPOINTED]-(other)
  // REGISTERED and APPOINTED name no change: no two changes of a state are of one time.
  UNWIND [
    {ended: false, change: coalesce(r.by, CASE WHEN r.at IN times THEN head([row IN page WHERE row.at = r.at | row.id]) END)},
    {ended: true, change: r.ended_by}
  ] AS side
  WITH a, r, other, side WHERE side.change IN ids
  WITH side.change AS change, side.ended AS ended, r, other, startNode(r) = a AS outgoing,
       coalesce({
         WAS_IN_STATE: 'IN_STATE', WAS_LOCATED_IN: 'LOCATED_IN', ACTED_IN: 'ACTS_IN', VALIDATED: 'VALIDATES',
         GRANTED_ACCESS: 'GRANTS_ACCESS', COORDINATED_REQUESTS: 'COORDINATES_REQUESTS',
         OPTED_OUT_OF_REFERRAL: 'OPTS_OUT_OF_REFERRAL', WAS_LINKED_TO: 'LINKED_TO'
       }[type(r)], type(r)) AS kind,
       coalesce(other.id, other.code) AS id
  ORDER BY id
  WITH change, ended, kind, outgoing, r.area AS area, collect({other: id, name: other.name, r: r}) AS edges
  ORDER BY ended, kind, outgoing, area
  RETURN {
    change: change, ended: ended, kind: kind, outgoing: outgoing, area: area, count: size(edges),
    edges: COLLECT {
      UNWIND edges[..20] AS edge
      WITH edge, edge.r AS r
      OPTIONAL MATCH (territory:Region {code: r.territory})
      RETURN {
        other: edge.other, name: edge.name,
        settings: r {
          .type, .status, .role, .territory, .keywords, .professions, .flags,
          territory_name: territory.name
        }
      } ORDER BY edge.other
    }
  }
} AS groups
WITH a, [row IN page | row {.*, groups: [group IN groups WHERE group.change = row.id]}] AS changes
