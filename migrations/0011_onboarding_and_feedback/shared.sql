-- What customers say along the course of a sale (REG-11): one answer a stage, the latest.
create table stage_feedback (
  registration_id uuid not null references registration (id),
  stage text not null check (stage in
    ('approved', 'installation', 'activation', 'post_sale', 'completed', 'cancelled')),
  score bigint not null check (score between 0 and 10),
  words text not null default '',
  taken_at timestamptz not null,
  taken_by text not null,
  primary key (registration_id, stage)
);
create index stage_feedback_taken on stage_feedback (taken_at);

-- Stages are counted by when they were left.
create index sale_course_stage_entered on sale_course_stage (entered_at);
create index sale_course_installed on sale_course (installed_on);

-- The welcome of a new customer, or of one whose fichas were merged (REG-9).
create table onboarding (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  -- The sale that brought a new customer.
  registration_id uuid unique references registration (id),
  cause text not null check (cause in ('new', 'merged')),
  opened_at timestamptz not null,
  opened_by text not null,
  completed_at timestamptz,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create index onboarding_customer on onboarding (customer_id, opened_at);
create index onboarding_open on onboarding (completed_at, opened_at);

create table onboarding_mark (
  onboarding_id uuid not null references onboarding (id),
  step text not null,
  note text not null default '',
  done_at timestamptz not null,
  done_by text not null,
  primary key (onboarding_id, step)
);
