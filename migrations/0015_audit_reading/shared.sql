-- Reading the audit by person, kind of record or command, newest first (SYS-3). A period needs no index: places in
-- the chain follow time closely enough to be looked up by halving.
create index audit_actor on audit_entry (actor_id, seq);
create index audit_kind on audit_entry (entity, seq);
create index audit_command on audit_entry (command, seq);
