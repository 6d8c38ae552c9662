-- What was said stays said, except that the words about a person who was made anonymous may be emptied, once and for
-- all: never changed into others.
drop trigger if exists activity_no_update;
create trigger activity_no_update
  before update of id, at, author_id, author_name, kind, reason, channel, answered, title, subject_kind, subject_id
  on activity
begin select raise(abort, 'activity is append-only'); end;
create trigger activity_words_stay before update of text, link on activity
  when not (new.text = '' and new.link is null and exists
    (select 1 from customer where id = new.customer_id and anonymised_at is not null))
begin select raise(abort, 'activity is append-only'); end;

drop trigger if exists opt_out_no_update;
create trigger opt_out_no_update before update of id, purpose, refused, origin, said_on, at, by_name on opt_out
begin select raise(abort, 'opt_out is append-only'); end;
create trigger opt_out_words_stay before update of note on opt_out
  when not (new.note = '' and exists
    (select 1 from customer where id = new.customer_id and anonymised_at is not null))
begin select raise(abort, 'opt_out is append-only'); end;
