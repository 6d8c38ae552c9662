-- What imports remember: how far one came, so that it goes on where it was cut off; what it made, so that it can be
-- taken back whole; and which field each column of a file was, so that nobody says it twice.

create table import_run (
  job_id uuid primary key references job (id),
  target text not null check (target in ('customers', 'products')),
  -- Of the file's bytes.
  sha256 text not null,
  title text not null,
  lines_done bigint not null,
  lines_total bigint not null,
  -- The counts so far, as JSON.
  summary text not null,
  started_by uuid,
  started_by_name text not null,
  started_at timestamptz not null,
  moved_at timestamptz not null,
  undone_at timestamptz
);
create index import_run_file on import_run (sha256, target);
create index import_run_started on import_run (started_at);

create table import_made (
  job_id uuid not null references import_run (job_id) on update cascade,
  position bigint not null,
  kind text not null check (kind in ('customer', 'contract')),
  made_id uuid not null,
  -- Digest of a line without a document, by which the same line is known again.
  line_key text,
  primary key (job_id, position)
);
create index import_made_thing on import_made (made_id);
create index import_made_line on import_made (line_key) where line_key is not null;

create table import_mapping (
  target text not null check (target in ('customers', 'products')),
  -- Digest of the header's titles.
  header_key text not null,
  -- The field of each column, as JSON.
  fields text not null,
  noted_at timestamptz not null,
  primary key (target, header_key)
);

-- What points at a customer or a contract is looked for when one is taken back.
create index customer_merged_away on customer (merged_into) where merged_into is not null;
create index receivable_contract on receivable (contract_id) where contract_id is not null;
create index sale_course_contract on sale_course (contract_id) where contract_id is not null;
