-- Lines of imported files that were not taken, each with its reason (SYS-5).

create table import_rejection (
  job_id uuid not null references job (id),
  position bigint not null,
  line bigint not null,
  field text not null,
  column_title text not null,
  code text not null,
  params text not null,
  value text not null,
  primary key (job_id, position)
);
