-- Customers set aside by a rule (CUS-7): the rule, its runs, and whom each run found.
create table inactivity_setting (
  id bigint primary key check (id = 1),
  enabled boolean not null,
  months bigint not null check (months between 3 and 120),
  -- The last day on which the base was looked through by itself.
  looked_on date,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

create table inactivity_run (
  id uuid primary key,
  state text not null check (state in
    ('finding', 'found', 'applying', 'done', 'stopped', 'undoing', 'undone', 'replaced')),
  -- Nobody asked for it: it is the day's.
  daily boolean not null,
  months bigint not null,
  as_of date not null,
  -- How far the base was looked through, by code.
  after_code bigint not null,
  seen bigint not null default 0,
  found bigint not null default 0,
  inactivated bigint not null default 0,
  passed_over bigint not null default 0,
  restored bigint not null default 0,
  kept bigint not null default 0,
  -- Whose work it is at the moment; whoever no longer finds its own mark here stops.
  worker uuid not null,
  moved_at timestamptz not null,
  started_at timestamptz not null,
  started_by text not null,
  applied_at timestamptz,
  applied_by text,
  undone_at timestamptz,
  undone_by text
);
create index inactivity_run_state on inactivity_run (state, started_at);
create index inactivity_run_started on inactivity_run (started_at);

create table inactivity_finding (
  run_id uuid not null references inactivity_run (id),
  customer_id uuid not null references customer (id),
  -- The last sign of life, and of which day it is.
  sign text not null,
  sign_on date not null,
  state text not null check (state in ('found', 'inactivated', 'passed_over', 'restored', 'kept')),
  -- Of the ficha after it was set aside: one that was changed since is not taken back with the run.
  version bigint,
  primary key (run_id, customer_id)
);
create index inactivity_finding_oldest on inactivity_finding (run_id, sign_on, customer_id);
create index inactivity_finding_state on inactivity_finding (run_id, state, customer_id);
create index inactivity_finding_customer on inactivity_finding (customer_id);

insert into role_permission (role_id, permission)
  select id, 'customers.inactivity' from role
  where key in ('administrator', 'back_office_supervisor', 'commercial_supervisor');
