-- What is sold, at which price, and what was offered to whom (QUO-1, QUO-3).

create table product (
  id uuid primary key,
  code text not null unique,
  name text not null,
  name_key text not null,
  unit text not null,
  note text not null default '',
  adjustable boolean not null,
  active boolean not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create index product_name on product (name_key);

create table price_table (
  id uuid primary key,
  name text not null unique,
  valid_from date,
  valid_until date,
  segment text check (segment in ('retail', 'corporate')),
  uf text,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

create table price (
  price_table_id uuid not null references price_table (id),
  product_id uuid not null references product (id),
  charge text not null check (charge in ('one_off', 'monthly')),
  amount_cents bigint not null check (amount_cents >= 0),
  primary key (price_table_id, product_id, charge)
);
create index price_product on price (product_id);

create table quote (
  id uuid primary key,
  company_id uuid not null references company (id),
  year bigint not null,
  number bigint not null,
  customer_id uuid not null references customer (id),
  owner_id uuid not null references app_user (id),
  accepted_version_id uuid,
  created_at timestamptz not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null,
  unique (company_id, year, number)
);
create index quote_customer on quote (customer_id);
create index quote_owner on quote (owner_id, created_at);

create table quote_version (
  id uuid primary key,
  quote_id uuid not null references quote (id),
  version_number bigint not null,
  status text not null check (status in
    ('draft', 'awaiting_approval', 'sent', 'viewed', 'accepted', 'refused', 'expired', 'superseded')),
  status_reason text not null default '',
  contact_name text not null default '',
  valid_until date not null,
  one_off_discount_bp bigint not null default 0 check (one_off_discount_bp between 0 and 10000),
  monthly_discount_bp bigint not null default 0 check (monthly_discount_bp between 0 and 10000),
  tax_bp bigint check (tax_bp between 0 and 10000),
  introduction text not null default '',
  terms text not null default '',
  one_off_cents bigint not null default 0,
  monthly_cents bigint not null default 0,
  approved_bp bigint,
  approved_by text,
  approved_at timestamptz,
  pdf bytea,
  pdf_sha256 text,
  sent_at timestamptz,
  sent_to text,
  created_at timestamptz not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null,
  unique (quote_id, version_number)
);
create index quote_version_status on quote_version (status, valid_until);

-- A draft may hold a line that is not finished; what is sent may not.
create table quote_line (
  id uuid primary key,
  quote_version_id uuid not null references quote_version (id),
  position bigint not null,
  product_id uuid references product (id),
  description text not null,
  unit text not null,
  charge text not null check (charge in ('one_off', 'monthly')),
  quantity_milli bigint not null check (quantity_milli >= 0),
  unit_price_cents bigint not null check (unit_price_cents >= 0),
  list_price_cents bigint check (list_price_cents >= 0),
  discount_bp bigint not null default 0 check (discount_bp between 0 and 10000),
  optional boolean not null,
  unique (quote_version_id, position)
);

-- What every new quote begins with, one row a company.
create table quote_setting (
  company_id uuid primary key references company (id),
  validity_days bigint not null check (validity_days between 1 and 365),
  introduction text not null,
  terms text not null,
  accept_expired boolean not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
