-- Merging all certain groups by one job (DUP-9). Whether a group can be merged without asking anybody is noted with it, so
-- that a page of those is found by an index; null until somebody looked.
alter table duplicate_group add column clean boolean;
create index duplicate_group_clean on duplicate_group (scan_id, open, automatic, clean, probability_ppm desc, id);

-- What was noted holds for what nobody changed since (UTC); null as long as that is since the scan began.
alter table duplicate_scan add column looked_at timestamptz;
create index onboarding_updated on onboarding (updated_at);

create table certain_run (
  id uuid primary key,
  -- From which probability on, in millionths.
  automatic_ppm bigint not null,
  -- Groups it set out to merge, and those it left as they were.
  total bigint not null,
  passed_over bigint not null,
  started_at timestamptz not null,
  started_by text not null,
  ended_at timestamptz
);
create index certain_run_started on certain_run (started_at);

-- Which merges a run made, to take back all of them.
alter table customer_merge add column run_id uuid references certain_run (id);
create index customer_merge_run on customer_merge (run_id, undone_at, number);
