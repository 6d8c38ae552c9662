-- What is asked of a ficha while it is merged goes to the one that stays (DUP-6).
create trigger holder_change_to_survivor after insert on holder_change
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update holder_change set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
