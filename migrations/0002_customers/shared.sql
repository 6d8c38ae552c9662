-- Customers (fichas), how to reach them, what was said to them, and what they owe.

create table customer (
  id uuid primary key,
  code bigint not null unique,
  kind text not null check (kind in ('person', 'company')),
  name text not null,
  name_key text not null,
  trade_name text not null default '',
  document text,
  birth_date date,
  mother_name text not null default '',
  contact_name text not null default '',
  segment text not null check (segment in ('retail', 'corporate')),
  status text not null check (status in ('active', 'inactive')),
  status_reason text not null default '',
  responsible_id uuid references app_user (id),
  merged_into uuid references customer (id),
  created_at timestamptz not null,
  created_by text not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
-- Several fichas may share a document until they are merged; entry warns, the merge cleans up.
create index customer_document on customer (document);
create index customer_name on customer (name_key, code);
create index customer_updated on customer (updated_at, code);

create table contact_point (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  position bigint not null,
  kind text not null check (kind in ('mobile', 'phone', 'whatsapp', 'email')),
  value text not null,
  label text not null default ''
);
create index contact_point_customer on contact_point (customer_id, position);
create index contact_point_value on contact_point (value);

create table address (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  position bigint not null,
  street text not null,
  number text not null default '',
  complement text not null default '',
  district text not null default '',
  city text not null,
  uf text not null,
  cep text not null
);
create index address_customer on address (customer_id, position);
create index address_cep on address (cep);

create table contract (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  plan text not null,
  due_day bigint check (due_day between 1 and 31),
  monthly_cents bigint not null check (monthly_cents >= 0),
  signed_on date,
  status text not null check (status in ('active', 'suspended', 'ended')),
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create index contract_customer on contract (customer_id);

create table activity (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  at timestamptz not null,
  author_id uuid,
  author_name text not null,
  kind text not null,
  reason text,
  channel text,
  answered boolean,
  title text not null default '',
  text text not null default '',
  link text,
  subject_kind text,
  subject_id uuid
);
create index activity_customer on activity (customer_id, at, id);

create table receivable (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  contract_id uuid references contract (id),
  description text not null,
  due_on date not null,
  amount_cents bigint not null,
  paid_on date,
  withdrawn_on date,
  dispute_opened_on date,
  dispute_closed_on date
);
create index receivable_customer on receivable (customer_id, due_on);

create table ticket (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  number text not null,
  kind text not null check (kind in ('incident', 'request', 'problem')),
  subject text not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create index ticket_customer on ticket (customer_id, opened_at);
