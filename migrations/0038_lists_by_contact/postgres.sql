-- As in sqlite.sql.
drop trigger customer_noted on customer;
create trigger customer_noted after insert or update of version or delete on customer
  for each row execute function note_customer();

alter table customer alter column phone_key type text collate "C";
alter table customer alter column email_key type text collate "C";

create function first_phone(uuid) returns text language sql stable as
$$
  select coalesce((select value from contact_point where customer_id = $1 and kind <> 'email' order by position limit 1), '')
$$;
create function first_email(uuid) returns text language sql stable as
$$
  select coalesce((select lower(value collate "C") from contact_point where customer_id = $1 and kind = 'email'
    order by position limit 1), '')
$$;
update customer set phone_key = first_phone(id), email_key = first_email(id);
create index customer_list_phone on customer (phone_key, code, merged_into) where merged_into is null;
create index customer_list_email on customer (email_key, code, merged_into) where merged_into is null;

create function keep_first_contacts() returns trigger language plpgsql as
$$
begin
  if tg_op = 'INSERT' then
    if new.kind = 'email' then
      update customer set email_key = lower(new.value collate "C")
        where id = new.customer_id and email_key <> lower(new.value collate "C")
          and not exists (select 1 from contact_point p
            where p.customer_id = new.customer_id and p.kind = 'email' and p.position < new.position);
    else
      update customer set phone_key = new.value where id = new.customer_id and phone_key <> new.value
        and not exists (select 1 from contact_point p
          where p.customer_id = new.customer_id and p.kind <> 'email' and p.position < new.position);
    end if;
    return null;
  end if;
  update customer set phone_key = first_phone(id), email_key = first_email(id)
    where id = old.customer_id and (phone_key <> first_phone(id) or email_key <> first_email(id));
  if tg_op = 'UPDATE' then
    update customer set phone_key = first_phone(id), email_key = first_email(id)
      where id = new.customer_id and (phone_key <> first_phone(id) or email_key <> first_email(id));
  end if;
  return null;
end
$$;
create trigger contact_first_insert after insert or delete on contact_point
  for each row execute function keep_first_contacts();
create trigger contact_first_update after update of customer_id, position, kind, value on contact_point
  for each row execute function keep_first_contacts();

-- By the owner's rights, as the triggers before (0036).
do $$
declare
  one regprocedure;
begin
  for one in select oid::regprocedure from pg_proc where pronamespace = current_schema()::regnamespace
      and proname in ('keep_first_contacts', 'first_phone', 'first_email') loop
    execute format('alter function %s security definer set search_path = %I, pg_temp', one, current_schema());
    execute format('revoke all on function %s from public', one);
  end loop;
end
$$;
