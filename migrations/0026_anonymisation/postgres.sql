-- What was said stays said, except that the words about a person who was made anonymous may be emptied, once and for
-- all: never changed into others.
create function refuse_other_words() returns trigger language plpgsql as
$$
begin
  if to_jsonb(new) ->> tg_argv[0] = '' and to_jsonb(new) ->> 'link' is null and exists
    (select 1 from customer where id = new.customer_id and anonymised_at is not null) then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name;
end
$$;

drop trigger if exists activity_no_update on activity;
create trigger activity_no_update
  before update of id, at, author_id, author_name, kind, reason, channel, answered, title, subject_kind, subject_id
  on activity for each statement execute function refuse_change();
create trigger activity_words_stay before update of text, link on activity
  for each row execute function refuse_other_words('text');

drop trigger if exists opt_out_no_update on opt_out;
create trigger opt_out_no_update before update of id, purpose, refused, origin, said_on, at, by_name on opt_out
  for each statement execute function refuse_change();
create trigger opt_out_words_stay before update of note on opt_out
  for each row execute function refuse_other_words('note');
