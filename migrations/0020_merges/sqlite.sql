-- What somebody adds to a ficha while it is merged goes to the one that stays (DUP-6).
create trigger activity_to_survivor after insert on activity
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update activity set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger appointment_to_survivor after insert on appointment
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update appointment set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger contract_to_survivor after insert on contract
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update contract set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger onboarding_to_survivor after insert on onboarding
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update onboarding set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger outbox_message_to_survivor after insert on outbox_message
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update outbox_message set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger quote_to_survivor after insert on quote
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update quote set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger receivable_to_survivor after insert on receivable
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update receivable set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger registration_to_survivor after insert on registration
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update registration set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger registration_to_survivor_later after update of customer_id on registration
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update registration set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
create trigger ticket_to_survivor after insert on ticket
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update ticket set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
