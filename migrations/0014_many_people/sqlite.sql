-- What other programs on the same file changed last: which program, and the kinds of data. Only the latest are kept.
create table change_note (
  seq integer primary key,
  sender text not null,
  tags text not null
);
