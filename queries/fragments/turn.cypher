// turn
//
// Of `edges` that are one relation at different times, and of which one at most was there at any: whether it came or went
// between `$begin` and `$end`, and when and by which change it last did. Leaves only what was there at one of the two;
// binds `came`, `at` and `change`. An edge that begins when another ends goes on from it.
WITH *, any(r IN edges WHERE r.since <= $begin < coalesce(r.until, '~')) AS was,
     any(r IN edges WHERE r.since <= $end < coalesce(r.until, '~')) AS came
WHERE was <> came
WITH *, [r IN edges WHERE
       CASE WHEN came THEN r.since <= $end AND none(o IN edges WHERE coalesce(o.until, '~') = r.since)
            ELSE r.until <= $end AND none(o IN edges WHERE o.since = r.until) END |
       CASE WHEN came THEN [r.since, r.by] ELSE [r.until, r.ended_by] END
     ] AS turns
WITH *, reduce(last = ['', ''], turn IN turns | CASE WHEN turn[0] > last[0] THEN turn ELSE last END) AS turn
WITH *, turn[0] AS at, turn[1] AS change
