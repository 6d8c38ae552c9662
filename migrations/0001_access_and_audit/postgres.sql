create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception '% is append-only', tg_table_name; end $$;

create trigger audit_entry_no_change before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
