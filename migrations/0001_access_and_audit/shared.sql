-- Who may do what, and who did what. Types are portable: bigint, text, boolean, date, timestamptz, uuid, bytea.

create table company (
  id uuid primary key,
  name text not null,
  legal_name text not null,
  document text,
  street text not null default '',
  district text not null default '',
  city text not null default '',
  uf text not null default '',
  cep text not null default '',
  phone text not null default '',
  email text not null default '',
  logo_png bytea,
  time_zone text not null,
  idle_lock_minutes bigint not null check (idle_lock_minutes between 1 and 480),
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

create table role (
  id uuid primary key,
  key text not null unique,
  name text not null,
  discount_limit_bp bigint not null default 0 check (discount_limit_bp between 0 and 10000),
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

create table role_permission (
  role_id uuid not null references role (id),
  permission text not null,
  primary key (role_id, permission)
);

create table app_user (
  id uuid primary key,
  username text not null,
  username_key text not null unique,
  name text not null,
  email text,
  password_hash text not null,
  active boolean not null,
  failed_sign_ins bigint not null default 0,
  last_failed_at timestamptz,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

create table user_role (
  user_id uuid not null references app_user (id),
  role_id uuid not null references role (id),
  primary key (user_id, role_id)
);

create table session (
  id uuid primary key,
  user_id uuid not null references app_user (id),
  started_at timestamptz not null,
  ended_at timestamptz
);
create index session_of_user on session (user_id, started_at);

-- One row; updating it makes writers of the audit take turns, and holds the end of the hash chain.
create table audit_head (
  id bigint primary key check (id = 1),
  last_seq bigint not null,
  last_hash text not null
);
insert into audit_head (id, last_seq, last_hash) values (1, 0, '');

create table audit_entry (
  seq bigint primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  command text not null,
  entity text not null,
  entity_id text not null,
  before text,
  after text,
  hash text not null
);
create index audit_entity on audit_entry (entity, entity_id, seq);

-- Numbers without gaps: taken inside the transaction that uses them.
create table number_counter (
  name text not null,
  year bigint not null,
  last_number bigint not null,
  primary key (name, year)
);

create table job (
  id uuid primary key,
  kind text not null,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  title text not null,
  done bigint not null default 0,
  total bigint,
  result text,
  started_by uuid,
  started_by_name text not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index job_started on job (started_at);
