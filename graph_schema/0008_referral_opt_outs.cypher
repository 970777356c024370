// Opting out of referral has an edge of its own (R42), so that it begins and ends without the Request Coordinator's. What
// stood on that edge before is moved by Python, which mends what opt-outs have cut.
CALL db.createRelationshipType('OPTS_OUT_OF_REFERRAL');
CALL db.createRelationshipType('OPTED_OUT_OF_REFERRAL');
CREATE CONSTRAINT opts_out_of_referral_once IF NOT EXISTS FOR ()-[r:OPTS_OUT_OF_REFERRAL]-() REQUIRE (r.coordinator, r.authority, r.area) IS UNIQUE;
