-- What a sale needs to be submitted, as data (REG-1): for all sales, for a carrier, for a plan.
create table registration_form (
  id uuid primary key,
  -- '' for all sales, 'carrier:NAME', or 'plan:ID': one row each.
  scope text not null unique,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

-- What the scope says of a field; of the others the wider scope speaks.
create table registration_form_field (
  form_id uuid not null references registration_form (id),
  field text not null,
  need text not null check (need in ('required', 'optional', 'hidden')),
  hint text not null,
  primary key (form_id, field)
);
