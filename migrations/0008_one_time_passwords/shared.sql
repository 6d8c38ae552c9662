-- A password that somebody else knows opens nothing but its own replacement.
alter table app_user add column must_replace_password boolean not null default false;
