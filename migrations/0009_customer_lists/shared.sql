-- The list of customers: cities in the order people expect, and who owes without a look at every receivable.

-- Folded, so that "Águas de Lindóia" stands between "Agudos" and "Aguaí". SQL folds ASCII only: what is there
-- already is filled in by the program in this same step.
alter table address add column city_key text not null default '';
create index address_city on address (city);

create index receivable_open on receivable (due_on, customer_id) where paid_on is null and withdrawn_on is null;
