alter table customer alter column city_key type text collate "C";
alter table customer alter column uf type text collate "C";
update customer set city_key = a.city_key, uf = a.uf from address a
  where a.customer_id = customer.id and a.position = 0;

-- One for each order of the list. Merged fichas are not listed; the last column, always null, lets SQLite answer from
-- the index alone.
create index customer_list_name on customer (name_key, code, merged_into) where merged_into is null;
create index customer_list_code on customer (code, merged_into) where merged_into is null;
create index customer_list_document on customer (coalesce(document, ''), code, merged_into) where merged_into is null;
create index customer_list_city on customer (city_key, code, merged_into) where merged_into is null;
create index customer_list_status on customer (status, code, merged_into) where merged_into is null;
create index customer_list_segment on customer (segment, code, merged_into) where merged_into is null;
create index customer_list_updated on customer (updated_at, code, merged_into) where merged_into is null;
-- And for what narrows it, much or little.
create index customer_list_kinds on customer (status, kind, segment, merged_into) where merged_into is null;
create index customer_list_uf on customer (uf, name_key, code, merged_into) where merged_into is null;
create index customer_list_responsible on customer (responsible_id, name_key, code, merged_into) where merged_into is null;
drop index if exists customer_updated;

create function keep_main_address() returns trigger language plpgsql as
$$
begin
  if tg_op <> 'INSERT' and old.position = 0 then
    update customer set city_key = '', uf = '' where id = old.customer_id;
  end if;
  if tg_op <> 'DELETE' and new.position = 0 then
    update customer set city_key = new.city_key, uf = new.uf where id = new.customer_id;
  end if;
  return null;
end
$$;
create trigger address_main_insert after insert or delete on address
  for each row execute function keep_main_address();
create trigger address_main_update after update of customer_id, position, city_key, uf on address
  for each row execute function keep_main_address();
