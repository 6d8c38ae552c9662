-- Contracts are suspended, resumed, changed and ended: a right of its own, as they are money.
insert into role_permission (role_id, permission)
  select id, 'contracts.manage' from role
  where key in ('administrator', 'back_office_supervisor', 'commercial_supervisor', 'finance');
