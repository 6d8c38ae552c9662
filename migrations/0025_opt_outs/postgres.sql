-- What was said stays said; a merge may only point it at the surviving ficha.
create trigger opt_out_no_update
  before update of id, purpose, refused, origin, said_on, note, at, by_name on opt_out
  for each statement execute function refuse_change();
create trigger opt_out_no_delete before delete or truncate on opt_out
  for each statement execute function refuse_change();

-- What is said of a ficha while it is merged goes to the one that stays (DUP-6).
create trigger to_survivor after insert on opt_out
  for each row execute function to_survivor();
