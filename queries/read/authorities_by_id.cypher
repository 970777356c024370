// authorities_by_id
//
// Authorities with all that is their own.
//
// rules:   R3 R5 R26 R27 R28 R31 R32 R33 R42
// param:   ids          list<string>  ids of the authorities
// param:   moment       string?       instant of which is asked; null: the present
// returns: exactly one row
// column:  authorities  list<map>     in the order of the ids, those that exist: id, state, region, type, status, name, name_language, other_names (language, name), external_ids (scheme, value), email, phone, web, address, languages, registered_by, registered_at, validating_coordinator, validating_coordinator_since, areas (role, settings, Access Coordinator and Request Coordinators of each), observers, observed, revision; every list ordered
RETURN COLLECT {
  UNWIND range(0, size($ids) - 1) AS place
  MATCH (a:Authority {id: $ids[place]})-[member:IN_STATE]->(state)
  WITH place, a, member, state,
       head([(c)-[r:VALIDATES]->(a) | {coordinator: c.id, since: r.since}]) AS validation,
       [(c)-[r:GRANTS_ACCESS]->(a) | {area: r.area, coordinator: c.id, since: r.since}] AS grants,
       COLLECT {
         MATCH (c)-[r:COORDINATES_REQUESTS]->(a)
         RETURN {area: r.area, coordinator: c.id, since: r.since} ORDER BY c.id
       } AS requests,
       [(c)-[r:OPTS_OUT_OF_REFERRAL]->(a) | {area: r.area, coordinator: c.id}] AS opt_outs,
       COLLECT { MATCH (a)-[r:ACTS_IN]->() RETURN r ORDER BY r.area } AS accesses
  RETURN a {
    .id, .name, .name_language, .email, .phone, .web, .address, .languages, .registered_at, .revision,
    state: state.code,
    region: head([(a)-[:LOCATED_IN]->(r) | r.code]),
    type: coalesce(member.type, CASE WHEN any(r IN accesses WHERE r.role = 'DIMIC') THEN 'DIMIC' ELSE 'CA' END),
    status: member.status,
    other_names: [name IN a.names | {language: split(name, '=')[0], name: substring(name, size(split(name, '=')[0]) + 1)}],
    external_ids: COLLECT { MATCH (a)-[:IDENTIFIED_BY]->(x) RETURN {scheme: x.scheme, value: x.value} ORDER BY x.scheme, x.value },
    registered_by: head([(c)-[:REGISTERED]->(a) | c.id]),
    validating_coordinator: validation.coordinator,
    validating_coordinator_since: validation.since,
    areas: [r IN accesses | r {
      .area, .role, .territory, .keywords, .professions, .flags, .granted_by, .granted_at,
      access_coordinator: head([g IN grants WHERE g.area = r.area | g.coordinator]),
      access_coordinator_since: head([g IN grants WHERE g.area = r.area | g.since]),
      request_coordinators: [q IN requests WHERE q.area = r.area | q {
        .coordinator, .since, referral_opt_out: {area: q.area, coordinator: q.coordinator} IN opt_outs
      }]
    }],
    observers: COLLECT { MATCH (o)-[:LINKED_TO]->(a) RETURN o.id ORDER BY o.id },
    observed: COLLECT { MATCH (a)-[:LINKED_TO]->(o) RETURN o.id ORDER BY o.id }
  }
  ORDER BY place
} AS authorities
