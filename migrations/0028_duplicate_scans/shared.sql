-- The search of the whole base for fichas of one customer (DUP-1), and the groups it found (DUP-3). The groups of the
-- latest finished search are the queue; those of earlier ones are removed.
create table duplicate_scan (
  id uuid primary key,
  records bigint not null,
  found bigint not null,
  started_at timestamptz not null,
  started_by text not null,
  finished_at timestamptz
);
create index duplicate_scan_finished on duplicate_scan (finished_at);

create table duplicate_group (
  id uuid primary key,
  scan_id uuid not null references duplicate_scan (id),
  -- Of its least probable pair, in millionths.
  probability_ppm bigint not null,
  -- The engine would merge every pair of it without asking.
  automatic boolean not null,
  -- Two of its fichas at least are neither merged nor told apart.
  open boolean not null,
  -- Why each pair is suspect, as JSON: fields, levels and weights, no values.
  pairs text not null
);
create index duplicate_group_queue on duplicate_group (scan_id, open, probability_ppm desc, id);

create table duplicate_group_member (
  group_id uuid not null references duplicate_group (id),
  customer_id uuid not null references customer (id),
  primary key (group_id, customer_id)
);
create index duplicate_group_member_customer on duplicate_group_member (customer_id, group_id);
