-- Lists of a million customers: what the list sorts and filters by stands in the customer, so that an index holds it.

-- Of the main address (position 0); kept by triggers on `address`, whoever writes there.
alter table customer add column city_key text not null default '';
alter table customer add column uf text not null default '';
