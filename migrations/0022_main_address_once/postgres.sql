create or replace function keep_main_address() returns trigger language plpgsql as
$$
begin
  if tg_op <> 'INSERT' and old.position = 0 then
    update customer set city_key = '', uf = '' where id = old.customer_id;
  end if;
  if tg_op <> 'DELETE' and new.position = 0 then
    update customer set city_key = new.city_key, uf = new.uf
      where id = new.customer_id and (city_key <> new.city_key or uf <> new.uf);
  end if;
  return null;
end
$$;
