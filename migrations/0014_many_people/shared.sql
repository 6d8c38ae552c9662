-- Who has a record open, or is changing it. A row counts until its lease ends; nobody misses one that is lost.
create table presence (
  session_id uuid not null,
  user_id uuid not null references app_user (id),
  subject_kind text not null check (subject_kind in ('customer', 'registration', 'quote')),
  subject_id uuid not null,
  editing boolean not null,
  until timestamptz not null,
  primary key (subject_kind, subject_id, session_id)
);
create index presence_until on presence (until);
