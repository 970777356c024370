// recorded_change
//
// The change `c` as a map, with its `key` of pages, and what it kept: with `t`, its edge to the authority, or for all whom
// it touched. A hand-over of thousands is told by its edges, not by before and after.
//
// rules:   R76
c {
  .id, .at, .actor, .user, .action, .reason, key: key,
  before: coalesce(t.before, CASE WHEN size(c.before) < 20000 THEN c.before END),
  after: coalesce(t.after, CASE WHEN size(c.after) < 20000 THEN c.after END)
}
