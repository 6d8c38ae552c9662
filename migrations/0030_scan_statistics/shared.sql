-- How many pairs fell where, and by which rules they met, as JSON: what the threshold is chosen by. No values of people.
alter table duplicate_scan add column statistics text not null default '{}';
