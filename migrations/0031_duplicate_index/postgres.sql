create table duplicate_key (key bigint not null, code bigint not null, primary key (key, code));
-- No key on the customer: a note is one cheap row, and outlives the ficha it speaks of.
create table duplicate_stale (seq bigint generated always as identity primary key, customer_id uuid not null);
create function note_customer() returns trigger language plpgsql as $$
begin
  insert into duplicate_stale (customer_id) values (coalesce(new.id, old.id));
  return null;
end $$;
-- Whatever changes of a ficha, also its telephones and addresses, counts its version up.
create trigger customer_noted after insert or update or delete on customer
  for each row execute function note_customer();
