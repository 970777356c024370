// The NIMIC of a state is found without walking all who are in it: few edges have a type. So are the deactivated.
CREATE INDEX in_state_type IF NOT EXISTS FOR ()-[r:IN_STATE]-() ON (r.type);
CREATE INDEX in_state_status IF NOT EXISTS FOR ()-[r:IN_STATE]-() ON (r.status);
