// abandoned_imports
//
// Imports that planned and never began, or ended and left their plans: no state is marked by them.
//
// param:   before   string  only what was planned earlier than this instant
// returns: any number of rows, ordered by change
// column:  change   string  id of the import's change
MATCH (b:ImportBatch)
WHERE b.at < $before AND NOT EXISTS { MATCH (s:MemberState) WHERE split(s.importing, '/')[0] = b.change }
RETURN DISTINCT b.change AS change
ORDER BY change
