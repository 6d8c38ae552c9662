-- Sales on their way from the seller through the review (REG-1 to REG-4).

create table plan (
  id uuid primary key,
  carrier text not null,
  name text not null,
  monthly_cents bigint not null check (monthly_cents >= 0),
  active boolean not null,
  version bigint not null default 1,
  unique (carrier, name)
);

-- Where a plan is sold; a plan without rows is sold everywhere.
create table plan_region (
  plan_id uuid not null references plan (id),
  uf text not null,
  primary key (plan_id, uf)
);

-- How long a sale of a segment may wait for its review, in minutes of business time.
create table review_target (
  segment text primary key check (segment in ('retail', 'corporate')),
  target_minutes bigint not null check (target_minutes > 0),
  soon_minutes bigint not null check (soon_minutes > 0),
  claim_minutes bigint not null check (claim_minutes > 0)
);
insert into review_target (segment, target_minutes, soon_minutes, claim_minutes) values ('retail', 120, 30, 30);
insert into review_target (segment, target_minutes, soon_minutes, claim_minutes) values ('corporate', 60, 20, 30);

create table registration (
  id uuid primary key,
  -- Taken when first submitted, so that discarded drafts leave no gap.
  number text unique,
  state text not null check (state in
    ('draft', 'submitted', 'in_review', 'approved', 'returned', 'denied', 'cancelled')),
  segment text not null check (segment in ('retail', 'corporate')),
  seller_id uuid not null references app_user (id),
  customer_id uuid references customer (id),
  kind text not null check (kind in ('person', 'company')),
  name text not null default '',
  name_key text not null default '',
  document text not null default '',
  email text not null default '',
  mother_name text not null default '',
  birth_date date,
  phone_1 text not null default '',
  phone_2 text not null default '',
  street text not null default '',
  address_number text not null default '',
  complement text not null default '',
  district text not null default '',
  city text not null default '',
  uf text not null default '',
  cep text not null default '',
  carrier text not null default '',
  plan_id uuid references plan (id),
  due_day bigint,
  installation_period text check (installation_period in ('morning', 'afternoon', 'any')),
  note text not null default '',
  round bigint not null default 0,
  submitted_at timestamptz,
  first_submitted_at timestamptz,
  claimed_by uuid references app_user (id),
  claimed_until timestamptz,
  decided_at timestamptz,
  closed_reason text not null default '',
  created_at timestamptz not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create index registration_queue on registration (state, segment, submitted_at);
create index registration_seller on registration (seller_id, state);
create index registration_customer on registration (customer_id);
create index registration_document on registration (document);

-- One row per submission: what was submitted, what the checks said, and what was decided.
create table registration_round (
  id uuid primary key,
  registration_id uuid not null references registration (id),
  round bigint not null,
  submitted_at timestamptz not null,
  submitted_by text not null,
  content text not null,
  checks text not null default '[]',
  decision text check (decision in ('approved', 'returned', 'denied')),
  decided_at timestamptz,
  decided_by text,
  note text not null default '',
  unique (registration_id, round)
);

create table registration_reason (
  round_id uuid not null references registration_round (id),
  field text not null,
  reason text not null,
  primary key (round_id, field)
);

-- What a person should see when they come back, such as a returned sale.
create table notice (
  id uuid primary key,
  user_id uuid not null references app_user (id),
  at timestamptz not null,
  kind text not null,
  title text not null,
  text text not null default '',
  subject_kind text not null,
  subject_id uuid not null,
  read_at timestamptz
);
create index notice_user on notice (user_id, read_at, at);

-- A suspected duplicate is also looked for among those born on the same day (DUP-1).
create index customer_birth_date on customer (birth_date, code);
