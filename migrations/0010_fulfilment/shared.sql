-- What happens to a sale after its approval (REG-5 to REG-8). The registration itself stays approved: a sale without
-- a row here has just been approved.

create table sale_course (
  registration_id uuid primary key references registration (id),
  stage text not null check (stage in
    ('approved', 'installation', 'activation', 'post_sale', 'completed', 'cancelled')),
  stage_since timestamptz not null,
  contract_id uuid references contract (id),
  promised_on date,
  installed_on date,
  closed_reason text not null default '',
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create index sale_course_at_stage on sale_course (stage, stage_since);

-- When a sale entered each stage; the stages never repeat.
create table sale_course_stage (
  registration_id uuid not null references registration (id),
  stage text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  primary key (registration_id, stage)
);

-- In which order a carrier's system asks for the data; field names separated by commas.
create table carrier_sheet (
  carrier text primary key,
  fields text not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

create table carrier_protocol (
  id uuid primary key,
  registration_id uuid not null references registration (id),
  carrier text not null,
  protocol text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  unique (registration_id, carrier, protocol)
);

create table installation_team (
  id uuid primary key,
  name text not null unique,
  active boolean not null,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

-- One row for each time somebody was to go; a visit without outcome is still to come.
create table installation_visit (
  id uuid primary key,
  registration_id uuid not null references registration (id),
  team_id uuid not null references installation_team (id),
  scheduled_on date not null,
  period text not null check (period in ('morning', 'afternoon', 'any')),
  outcome text check (outcome in ('done', 'not_done', 'rescheduled', 'cancelled')),
  reason text not null default '',
  booked_at timestamptz not null,
  booked_by text not null,
  closed_at timestamptz,
  closed_by text
);
create unique index installation_visit_open on installation_visit (registration_id) where outcome is null;
create index installation_visit_day on installation_visit (scheduled_on, team_id);
create index installation_visit_sale on installation_visit (registration_id, booked_at);

create table activation_mark (
  registration_id uuid not null references registration (id),
  step text not null check (step in ('configured', 'tested', 'access_confirmed', 'customer_instructed')),
  done_at timestamptz not null,
  done_by text not null,
  primary key (registration_id, step)
);

-- Months whose late payment has opened a collection contact, so that each opens one only.
create table late_month (
  registration_id uuid not null references registration (id),
  month date not null,
  noted_at timestamptz not null,
  primary key (registration_id, month)
);

-- The starting roles of a database that is in use already.
insert into role_permission (role_id, permission)
  select id, 'fulfilment.read' from role
  where key in ('administrator', 'back_office', 'back_office_supervisor', 'commercial', 'commercial_supervisor', 'finance');
insert into role_permission (role_id, permission)
  select id, 'fulfilment.work' from role where key in ('administrator', 'back_office', 'back_office_supervisor');
insert into role_permission (role_id, permission)
  select id, 'fulfilment.supervise' from role where key in ('administrator', 'back_office_supervisor');
