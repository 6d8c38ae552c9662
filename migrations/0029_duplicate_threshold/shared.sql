-- From which probability on groups are merged several at once: set by a supervisor (DUP-9). Without a row, from none.
create table duplicate_setting (
  id bigint primary key check (id = 1),
  -- In millionths; none for never.
  automatic_ppm bigint check (automatic_ppm between 990000 and 999999),
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

insert into role_permission (role_id, permission)
  select id, 'duplicates.supervise' from role where key in ('administrator', 'back_office_supervisor');
