-- What is asked of a ficha while it is merged goes to the one that stays (DUP-6).
create trigger to_survivor after insert on holder_change
  for each row execute function to_survivor();
