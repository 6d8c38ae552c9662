-- Lists as people like to see them, under a name. Taking one away only marks it, so that it can come back.

create table list_view (
  id uuid primary key,
  list text not null,
  owner_id uuid not null references app_user (id),
  name text not null,
  name_key text not null,
  shared boolean not null,
  -- Search text, filters, order and columns, as JSON.
  content text not null,
  removed_at timestamptz,
  version bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
create unique index list_view_name on list_view (list, owner_id, name_key) where removed_at is null;

-- Which view a person's list opens with.
create table list_view_start (
  user_id uuid not null references app_user (id),
  list text not null,
  view_id uuid not null references list_view (id),
  primary key (user_id, list)
);

-- Whoever looks after the work of others decides which views all of them see.
insert into role_permission (role_id, permission)
  select id, 'views.share' from role
  where key in ('administrator', 'back_office_supervisor', 'commercial_supervisor');
