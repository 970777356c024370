// Every kind of node and what makes each of them one.
CREATE CONSTRAINT member_state_code IF NOT EXISTS FOR (s:MemberState) REQUIRE s.code IS UNIQUE;
CREATE CONSTRAINT region_code IF NOT EXISTS FOR (r:Region) REQUIRE r.code IS UNIQUE;
CREATE CONSTRAINT legislative_area_code IF NOT EXISTS FOR (l:LegislativeArea) REQUIRE l.code IS UNIQUE;
CREATE CONSTRAINT authority_id IF NOT EXISTS FOR (a:Authority) REQUIRE a.id IS UNIQUE;
CREATE CONSTRAINT external_id_key IF NOT EXISTS FOR (x:ExternalId) REQUIRE (x.state, x.key) IS UNIQUE;
CREATE CONSTRAINT change_id IF NOT EXISTS FOR (c:Change) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT change_key IF NOT EXISTS FOR (c:Change) REQUIRE (c.actor, c.key) IS UNIQUE;

// Pages of authorities in the order of their names; names searched from their beginning and within.
CREATE INDEX authority_sort IF NOT EXISTS FOR (a:Authority) ON (a.sort);
CREATE TEXT INDEX authority_search_all IF NOT EXISTS FOR (a:Authority) ON (a.search_all);
