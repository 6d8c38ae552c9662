-- Who a customer is, changed on the word of somebody else, waits until the holder confirms it (CUS-9).
create table holder_change (
  id uuid primary key,
  customer_id uuid not null references customer (id),
  state text not null check (state in ('waiting', 'confirmed', 'refused', 'withdrawn')),
  -- Who asked for it, and what they are to the holder.
  requester_name text not null,
  requester_relation text not null,
  -- Field, before, after, as JSON.
  fields text not null,
  -- Where the copy went; empty where nobody has an address.
  copy_sent_to text not null default '',
  copy_to_holder boolean not null,
  asked_at timestamptz not null,
  asked_by text not null,
  -- How the holder answered, and in which words; of one taken back, why.
  channel text,
  note text not null default '',
  decided_at timestamptz,
  decided_by text,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create index holder_change_customer on holder_change (customer_id, asked_at);
create index holder_change_waiting on holder_change (state, asked_at);
