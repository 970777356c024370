// The first users of authorities (R57): kept now, signed in later. And what changes write of before and after.
CREATE CONSTRAINT user_username IF NOT EXISTS FOR (u:User) REQUIRE u.username IS UNIQUE;
CALL db.createLabel('User');
CALL db.createRelationshipType('ACTS_FOR');
CALL db.createProperty('username');
CALL db.createProperty('local_data_administrator');
