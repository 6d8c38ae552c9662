-- Who came in or tried to, and from where. What was typed as name or password is never kept.
create table sign_in (
  id uuid primary key,
  at timestamptz not null,
  -- None when nobody has the name that was typed.
  user_id uuid references app_user (id),
  outcome text not null check (outcome in ('signed_in', 'wrong_password', 'unknown_user', 'switched_off')),
  machine text not null,
  program text not null
);
create index sign_in_at on sign_in (at, id);
create index sign_in_user on sign_in (user_id, at, id);

alter table session add column machine text not null default '';
alter table session add column program text not null default '';
-- Who ended it from elsewhere, by name; empty when its own person did.
alter table session add column ended_by text not null default '';
create index session_open on session (ended_at, started_at);
