-- Fichas that were merged (DUP-4 to DUP-6): what each of them was, and every row that was moved, so that a merge can be
-- taken back after any later change; and pairs a person looked at and found to be two customers (DUP-3).

create table customer_merge (
  id uuid primary key,
  number bigint not null unique,
  survivor_id uuid not null references customer (id),
  -- What the survivor was before and after, as JSON.
  before text not null,
  after text not null,
  rows_moved bigint not null,
  -- The welcome that the merge began.
  onboarding_id uuid,
  merged_at timestamptz not null,
  merged_by text not null,
  undone_at timestamptz,
  undone_by text
);
create index customer_merge_survivor on customer_merge (survivor_id, number);

create table customer_merge_part (
  merge_id uuid not null references customer_merge (id),
  customer_id uuid not null references customer (id),
  position bigint not null,
  primary key (merge_id, customer_id)
);
create index customer_merge_part_customer on customer_merge_part (customer_id, merge_id);

-- One for each row that pointed at a merged ficha: which table's, which row, and at whom it pointed.
create table customer_merge_row (
  merge_id uuid not null,
  kind text not null,
  row_id uuid not null,
  from_id uuid not null,
  primary key (merge_id, kind, row_id)
);

-- The smaller id first. The digests are of what was compared: when either changes, the pair may be suggested again.
create table not_duplicate (
  one_id uuid not null references customer (id),
  other_id uuid not null references customer (id),
  one_digest text not null,
  other_digest text not null,
  decided_at timestamptz not null,
  decided_by text not null,
  primary key (one_id, other_id)
);
create index not_duplicate_other on not_duplicate (other_id);

-- The starting roles of a database that is in use already (DUP-9).
insert into role_permission (role_id, permission)
  select id, 'duplicates.merge' from role where key in ('administrator', 'back_office', 'back_office_supervisor');
