create table duplicate_key (key bigint not null, code bigint not null, primary key (key, code)) without rowid;
-- No key on the customer: a note is one cheap row, and outlives the ficha it speaks of.
create table duplicate_stale (seq integer primary key, customer_id uuid not null);
create trigger customer_noted_new after insert on customer begin
  insert into duplicate_stale (customer_id) values (new.id);
end;
-- Whatever changes of a ficha, also its telephones and addresses, counts its version up.
create trigger customer_noted_changed after update on customer begin
  insert into duplicate_stale (customer_id) values (new.id);
end;
create trigger customer_noted_gone after delete on customer begin
  insert into duplicate_stale (customer_id) values (old.id);
end;
