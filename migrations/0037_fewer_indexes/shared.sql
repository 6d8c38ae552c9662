-- What nothing asks for any more costs each new ficha a page at a random place: the list and the search begin at
-- indexes of their own, and duplicates are found by duplicate_key.
drop index if exists customer_name;
drop index if exists customer_birth_date;
drop index if exists address_city;

-- Only fichas that somebody is responsible for; who imports adds none.
drop index if exists customer_list_responsible;
create index customer_list_responsible on customer (responsible_id, name_key, code, merged_into)
  where merged_into is null and responsible_id is not null;
