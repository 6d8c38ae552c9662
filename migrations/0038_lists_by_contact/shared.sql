-- Lists by telephone and e-mail: the first of each stands in the customer, so that an index holds the order. Kept by
-- triggers on `contact_point`, whoever writes there; who adds a customer with them, as an import does, pays once.
alter table customer add column phone_key text not null default '';
alter table customer add column email_key text not null default '';
