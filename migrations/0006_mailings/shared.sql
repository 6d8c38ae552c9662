-- Messages exist here before they are sent, and are sent once (MAI-3).

create table mail_account (
  id uuid primary key,
  name text not null,
  from_name text not null,
  from_address text not null,
  reply_to text,
  host text not null,
  port bigint not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null default '',
  per_minute bigint not null check (per_minute > 0),
  per_day bigint not null check (per_day > 0),
  active boolean not null,
  -- PEM of a private server's own authority; the system's are trusted anyway.
  ca_pem text not null default '',
  last_error text not null default '',
  last_error_at timestamptz,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

create table outbox_message (
  id uuid primary key,
  account_id uuid references mail_account (id),
  purpose text not null,
  purpose_key text not null,
  customer_id uuid references customer (id),
  recipient_name text not null default '',
  recipient_address text not null,
  subject text not null,
  search_key text not null,
  body_text text not null,
  body_html text not null,
  message_id text not null unique,
  state text not null check (state in
    ('queued', 'claimed', 'sending', 'sent', 'failed', 'in_doubt', 'cancelled')),
  claimed_by text,
  lease_until timestamptz,
  attempts bigint not null default 0,
  next_attempt_at timestamptz not null,
  -- Why it stands where it stands, as a code; and the server's own words.
  reason text not null default '',
  server_reply text not null default '',
  queued_at timestamptz not null,
  queued_by text not null,
  sending_at timestamptz,
  sent_at timestamptz,
  version bigint not null,
  unique (purpose, purpose_key, recipient_address)
);
create index outbox_state on outbox_message (state, next_attempt_at);
create index outbox_queued on outbox_message (queued_at, id);
create index outbox_customer on outbox_message (customer_id);
create index outbox_sent on outbox_message (account_id, sending_at);

create table outbox_attachment (
  id uuid primary key,
  message_id uuid not null references outbox_message (id),
  position bigint not null,
  file_name text not null,
  mime_type text not null,
  content bytea not null
);
create index outbox_attachment_message on outbox_attachment (message_id, position);
