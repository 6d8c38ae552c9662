-- Indicators count what happened in a period (REG-10).
create index registration_round_decided on registration_round (decided_at);
create index registration_first_submitted on registration (first_submitted_at);

-- The starting roles of a database that is in use already.
insert into role_permission (role_id, permission)
  select id, 'indicators.read' from role
  where key in ('administrator', 'back_office_supervisor', 'commercial_supervisor');
