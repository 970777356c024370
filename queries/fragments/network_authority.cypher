// network_authority
//
// The authority `a` with all its relations. Binds `authority`, a map as the row models of a network ask for it:
// id, state, region, type (NIMIC, SDIMIC or null), status, name, name_language, names, external_ids (scheme, value),
// email, phone, web, address, languages, registered_by, registered_at, appointed_by (area, coordinator),
// validating_coordinator, access (a map an area: role and settings, access_coordinator, request_coordinators,
// referral_opt_outs), observed and observers (ids of linked authorities), revision.
//
// rules:   R3 R26 R27 R28 R42 R43 R46
MATCH (a)-[m:IN_STATE]->(s)
WITH a, m, s,
     COLLECT { MATCH (c)-[r:GRANTS_ACCESS]->(a) RETURN {area: r.area, coordinator: c.id} } AS grants,
     COLLECT { MATCH (c)-[r:COORDINATES_REQUESTS]->(a) RETURN {area: r.area, coordinator: c.id} } AS requests,
     COLLECT { MATCH (c)-[r:OPTS_OUT_OF_REFERRAL]->(a) RETURN {area: r.area, coordinator: c.id} } AS opt_outs
WITH a, a {
  .id, .name, .name_language, .names, .email, .phone, .web, .address, .languages, .registered_at, .revision,
  state: s.code, type: m.type, status: m.status,
  region: head([(a)-[:LOCATED_IN]->(r) | r.code]),
  external_ids: [(a)-[:IDENTIFIED_BY]->(x) | {scheme: x.scheme, value: x.value}],
  registered_by: head([(c)-[:REGISTERED]->(a) | c.id]),
  appointed_by: [(c)-[r:APPOINTED]->(a) | {area: r.area, coordinator: c.id}],
  validating_coordinator: head([(c)-[:VALIDATES]->(a) | c.id]),
  access: [(a)-[r:ACTS_IN]->() | r {
    .area, .role, .territory, .keywords, .professions, .flags, .granted_by, .granted_at,
    access_coordinator: head([g IN grants WHERE g.area = r.area | g.coordinator]),
    request_coordinators: [q IN requests WHERE q.area = r.area | q.coordinator],
    referral_opt_outs: [q IN opt_outs WHERE q.area = r.area | q.coordinator]
  }],
  observed: [(a)-[:LINKED_TO]->(o) | o.id],
  observers: [(o)-[:LINKED_TO]->(a) | o.id]
} AS authority
