drop trigger address_main_insert;
create trigger address_main_insert after insert on address when new.position = 0
begin
  update customer set city_key = new.city_key, uf = new.uf
    where id = new.customer_id and (city_key <> new.city_key or uf <> new.uf);
end;
