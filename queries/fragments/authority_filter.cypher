// authority_filter
//
// Whether the authority `a` passes the filters, of which null is none. A condition, to stand after WHERE or AND.
// `within` is the code of the state it must be of, null for any; the region takes its sub-regions along; `search`
// comes as words, each as it may be written, the longest first; a keyword counts in the area asked for, else in any.
//
// CASE, not OR: a filter that is not asked for then costs nothing. No end but `a` is named by label and key: the plan
// then begins at `a`, never at a state or coordinator with all its edges.
//
// rules:   R60 R61
CASE WHEN within IS NULL THEN true ELSE EXISTS { (a)-[:IN_STATE]->(s) WHERE s.code = within } END
AND CASE WHEN $where.status IS NULL THEN true ELSE EXISTS { (a)-[:IN_STATE {status: $where.status}]->() } END
AND CASE WHEN $where.search IS NULL THEN true ELSE all(forms IN $where.search WHERE any(form IN forms WHERE a.search_all CONTAINS form)) END
AND CASE WHEN $where.area IS NULL THEN true ELSE EXISTS { (a)-[:ACTS_IN {area: $where.area}]->() } END
AND CASE WHEN $where.role IS NULL THEN true ELSE EXISTS { (a)-[acts:ACTS_IN {role: $where.role}]->() WHERE acts.area = coalesce($where.role_area, acts.area) } END
AND CASE WHEN $where.keyword IS NULL THEN true ELSE EXISTS { (a)-[acts:ACTS_IN]->() WHERE acts.area = coalesce($where.area, acts.area) AND $where.keyword IN acts.keywords } END
AND CASE WHEN $where.type IS NULL THEN true ELSE EXISTS {
  MATCH (a)-[member:IN_STATE]->()
  WHERE $where.type = coalesce(member.type, CASE WHEN EXISTS { (a)-[:ACTS_IN {role: 'DIMIC'}]->() } THEN 'DIMIC' ELSE 'CA' END)
} END
AND CASE WHEN $where.region IS NULL THEN true ELSE EXISTS { (a)-[:LOCATED_IN]->()-[:PART_OF*0..]->(r) WHERE r.code = $where.region AND r:Region } END
AND CASE WHEN $where.coordinated_by IS NULL THEN true ELSE EXISTS { (a)<-[:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]-(c) WHERE c.id = $where.coordinated_by } END
