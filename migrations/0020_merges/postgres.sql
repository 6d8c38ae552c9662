-- What somebody adds to a ficha while it is merged goes to the one that stays (DUP-6). These run after the check of the
-- foreign key, which waits for a merge under way: what is added at that very moment goes along too.
create function to_survivor() returns trigger language plpgsql as
$$
declare
  survivor uuid;
begin
  select merged_into into survivor from customer where id = new.customer_id;
  if survivor is not null then
    execute format('update %I set customer_id = $1 where id = $2', tg_table_name) using survivor, new.id;
  end if;
  return null;
end
$$;
create trigger to_survivor after insert on activity
  for each row execute function to_survivor();
create trigger to_survivor after insert on appointment
  for each row execute function to_survivor();
create trigger to_survivor after insert on contract
  for each row execute function to_survivor();
create trigger to_survivor after insert on onboarding
  for each row execute function to_survivor();
create trigger to_survivor after insert on outbox_message
  for each row execute function to_survivor();
create trigger to_survivor after insert on quote
  for each row execute function to_survivor();
create trigger to_survivor after insert on receivable
  for each row execute function to_survivor();
create trigger to_survivor after insert or update of customer_id on registration
  for each row execute function to_survivor();
create trigger to_survivor after insert on ticket
  for each row execute function to_survivor();
