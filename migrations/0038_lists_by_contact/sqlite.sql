-- What is kept in a ficha for lists is no change of it: the index of duplicates is told only what counts its version up.
drop trigger customer_noted_changed;
create trigger customer_noted_changed after update of version on customer begin
  insert into duplicate_stale (customer_id) values (new.id);
end;

update customer set
  phone_key = coalesce((select p.value from contact_point p
    where p.customer_id = customer.id and p.kind <> 'email' order by p.position limit 1), ''),
  email_key = coalesce((select lower(p.value) from contact_point p
    where p.customer_id = customer.id and p.kind = 'email' order by p.position limit 1), '');
create index customer_list_phone on customer (phone_key, code, merged_into) where merged_into is null;
create index customer_list_email on customer (email_key, code, merged_into) where merged_into is null;

create trigger contact_phone_insert after insert on contact_point when new.kind <> 'email'
begin
  update customer set phone_key = new.value where id = new.customer_id and phone_key <> new.value
    and not exists (select 1 from contact_point p
      where p.customer_id = new.customer_id and p.kind <> 'email' and p.position < new.position);
end;
create trigger contact_email_insert after insert on contact_point when new.kind = 'email'
begin
  update customer set email_key = lower(new.value) where id = new.customer_id and email_key <> lower(new.value)
    and not exists (select 1 from contact_point p
      where p.customer_id = new.customer_id and p.kind = 'email' and p.position < new.position);
end;
create trigger contact_key_delete after delete on contact_point
begin
  update customer set phone_key = coalesce((select p.value from contact_point p
      where p.customer_id = old.customer_id and p.kind <> 'email' order by p.position limit 1), '')
    where id = old.customer_id and old.kind <> 'email' and phone_key = old.value;
  update customer set email_key = coalesce((select lower(p.value) from contact_point p
      where p.customer_id = old.customer_id and p.kind = 'email' order by p.position limit 1), '')
    where id = old.customer_id and old.kind = 'email' and email_key = lower(old.value);
end;
create trigger contact_key_update after update of customer_id, position, kind, value on contact_point
begin
  update customer set
    phone_key = coalesce((select p.value from contact_point p
      where p.customer_id = customer.id and p.kind <> 'email' order by p.position limit 1), ''),
    email_key = coalesce((select lower(p.value) from contact_point p
      where p.customer_id = customer.id and p.kind = 'email' order by p.position limit 1), '')
    where id in (old.customer_id, new.customer_id);
end;
