// One Validating Coordinator per authority (R26), one Access Coordinator per authority and area (R27), one role
// per authority and area (R3); no relation stands twice.
CREATE CONSTRAINT validates_once IF NOT EXISTS FOR ()-[r:VALIDATES]-() REQUIRE r.authority IS UNIQUE;
CREATE CONSTRAINT grants_access_once IF NOT EXISTS FOR ()-[r:GRANTS_ACCESS]-() REQUIRE (r.authority, r.area) IS UNIQUE;
CREATE CONSTRAINT coordinates_requests_once IF NOT EXISTS FOR ()-[r:COORDINATES_REQUESTS]-() REQUIRE (r.coordinator, r.authority, r.area) IS UNIQUE;
CREATE CONSTRAINT linked_to_once IF NOT EXISTS FOR ()-[r:LINKED_TO]-() REQUIRE (r.observer, r.observed) IS UNIQUE;
CREATE CONSTRAINT acts_in_once IF NOT EXISTS FOR ()-[r:ACTS_IN]-() REQUIRE (r.authority, r.area) IS UNIQUE;
