-- What was said stays said; a merge may only point it at the surviving ficha.
create trigger opt_out_no_update
  before update of id, purpose, refused, origin, said_on, note, at, by_name on opt_out
begin select raise(abort, 'opt_out is append-only'); end;
create trigger opt_out_no_delete before delete on opt_out begin select raise(abort, 'opt_out is append-only'); end;

-- What is said of a ficha while it is merged goes to the one that stays (DUP-6).
create trigger opt_out_to_survivor after insert on opt_out
  when exists (select 1 from customer where id = new.customer_id and merged_into is not null)
begin
  update opt_out set customer_id = (select merged_into from customer where id = new.customer_id) where id = new.id;
end;
