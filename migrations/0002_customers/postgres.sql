alter table customer alter column name_key type text collate "C";

create extension if not exists pg_trgm;
-- Everything a person may type to find a customer, folded; its rowid is the customer's code.
create table customer_search (rowid bigint primary key, content text not null);
create index customer_search_content on customer_search using gin (content gin_trgm_ops);

-- What was said stays said; a merge may only point it at the surviving ficha.
create trigger activity_no_update
  before update of id, at, author_id, author_name, kind, reason, channel, answered, title, text, link,
    subject_kind, subject_id on activity
  for each statement execute function refuse_change();
create trigger activity_no_delete before delete or truncate on activity
  for each statement execute function refuse_change();
