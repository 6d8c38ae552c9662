-- Saving the list of customers to a file is a right of its own. Whoever brings lists in may take them out.
insert into role_permission (role_id, permission)
  select role_id, 'customers.export' from role_permission where permission = 'customers.import';
