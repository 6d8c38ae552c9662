-- The index by which one ficha is compared with all others in milliseconds (DUP-1): the keys of the engine's blocking
-- rules. It is written after the fichas, by any program on the database: who changed waits in duplicate_stale. Nothing
-- in it is the only copy of anything; it is made anew when it is found damaged or of an older program.
create table duplicate_indexed (
  customer_id uuid primary key,
  code bigint not null,
  -- The keys in duplicate_key, as JSON, so that they can be taken out again.
  keys text not null
);
-- By which version of the keys; 0 before the first time.
create table duplicate_index_state (
  id bigint primary key check (id = 1),
  keys_version bigint not null
);
insert into duplicate_index_state (id, keys_version) values (1, 0);
-- What the latest scan learned, as JSON: shares of levels, and how often what is common occurs.
alter table duplicate_scan add column learned text not null default '';
