-- Everything a person may type to find a customer, folded; its rowid is the customer's code.
create virtual table customer_search using fts5 (content, tokenize = 'trigram');

-- What was said stays said; a merge may only point it at the surviving ficha.
create trigger activity_no_update
  before update of id, at, author_id, author_name, kind, reason, channel, answered, title, text, link,
    subject_kind, subject_id on activity
begin select raise(abort, 'activity is append-only'); end;
create trigger activity_no_delete before delete on activity begin select raise(abort, 'activity is append-only'); end;
