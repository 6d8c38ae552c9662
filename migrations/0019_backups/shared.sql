-- Copies of the database by themselves, day by day. One line; where nobody asked for copies the folder is empty.
create table backup_plan (
  id bigint primary key check (id = 1),
  folder text not null default '',
  -- Hour of the day where the company is.
  at_hour bigint not null default 12 check (at_hour between 0 and 23),
  keep_copies bigint not null default 14 check (keep_copies between 1 and 365),
  last_at timestamptz,
  last_file text not null default '',
  -- Code of why the last copy did not come about; empty when it did.
  last_error text not null default '',
  version bigint not null default 1,
  updated_at timestamptz,
  updated_by text not null default ''
);
insert into backup_plan (id) values (1);
