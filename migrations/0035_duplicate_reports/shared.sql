-- What sellers report as one customer with several fichas (DUP-9): it waits in the queue beside what a search found, and
-- outlives every search.
create table duplicate_report (
  id uuid primary key,
  state text not null check (state in ('open', 'merged', 'apart')),
  -- Why, in the reporter's words.
  reason text not null,
  reporter_id uuid not null references app_user (id),
  reported_by text not null,
  reported_at timestamptz not null,
  decided_by text,
  decided_at timestamptz
);
create index duplicate_report_state on duplicate_report (state, reported_at, id);

create table duplicate_report_member (
  report_id uuid not null references duplicate_report (id),
  customer_id uuid not null references customer (id),
  primary key (report_id, customer_id)
);
create index duplicate_report_member_customer on duplicate_report_member (customer_id, report_id);

-- The starting roles of a database that is in use already.
insert into role_permission (role_id, permission)
  select id, 'duplicates.report' from role
  where key in ('administrator', 'commercial', 'commercial_supervisor', 'finance');
