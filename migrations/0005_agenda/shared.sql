-- Appointments and the days on which nobody works (AGE-1).

create table holiday (
  day date not null,
  name text not null,
  scope text not null check (scope in ('national', 'state', 'city', 'company')),
  primary key (day, name)
);

create table appointment (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  owner_id uuid not null references app_user (id),
  kind text not null check (kind in
    ('sale_with_contact', 'sale_without_contact', 'negotiation_without_contact', 'onboarding', 'support')),
  service text not null,
  due_on date not null,
  latest_on date,
  renewals bigint not null default 0,
  quote_version_id uuid references quote_version (id),
  status text not null check (status in ('open', 'done', 'cancelled')),
  outcome text not null default '',
  created_at timestamptz not null,
  closed_at timestamptz,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create index appointment_owner on appointment (owner_id, status, due_on);
create index appointment_customer on appointment (customer_id, status);
