-- What each customer owes is summed from the index alone: for a row of a list, and for who owes most.
create index receivable_owed on receivable (customer_id, due_on, amount_cents)
  where paid_on is null and withdrawn_on is null;
