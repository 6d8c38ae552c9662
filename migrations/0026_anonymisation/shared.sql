-- People made anonymous on request (CUS-8): that it was done, by whom and why, and until when law keeps the rest.
alter table customer add column anonymised_at timestamptz;

create table anonymisation (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  at timestamptz not null,
  by_name text not null,
  reason text not null,
  -- Name, document and address stay until then; none where nothing stays.
  kept_until date,
  completed_at timestamptz
);
create index anonymisation_customer on anonymisation (customer_id, at);
create index anonymisation_due on anonymisation (completed_at, kept_until);

-- Rights of their own. Whoever may do everything may do this too.
insert into role_permission (role_id, permission)
  select id, 'privacy.export' from role where key in ('administrator', 'back_office_supervisor');
insert into role_permission (role_id, permission)
  select id, 'privacy.anonymise' from role where key in ('administrator');
