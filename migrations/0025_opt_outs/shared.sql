-- What a customer does not want to be written about, purpose by purpose (CUS-8). Rows are only added: the last one of a
-- purpose says how it stands, the others how it came to that.
create table opt_out (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  purpose text not null,
  refused boolean not null,
  -- Where the customer said so, and on which day.
  origin text not null,
  said_on date not null,
  note text not null default '',
  at timestamptz not null,
  by_name text not null
);
create index opt_out_customer on opt_out (customer_id, at);
