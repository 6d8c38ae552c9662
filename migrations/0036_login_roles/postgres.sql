-- A login role for each person (decision 13). Functions take their parameters by number.

-- One row once people sign in by roles of their own. With the name of the database: a copy under another name must not
-- act on the roles of the first one.
create table login_setting (
  id bigint primary key check (id = 1),
  database text not null,
  prefix text not null
);
-- By which role of the server each person signs in.
create table login_role (
  user_id uuid primary key references app_user (id),
  name text not null unique
);

-- What the names of this database's roles begin with; null while everybody shares the owner's.
create function login_prefix() returns text language sql stable as
$$ select prefix from login_setting where database = current_database() $$;

-- The person behind the connection; null for the owner and the worker.
create function login_user() returns uuid language sql stable as
$$ select user_id from login_role where name = session_user and login_prefix() is not null $$;

create function login_is_owner() returns boolean language sql stable as
$$ select pg_has_role(session_user, relowner, 'member') from pg_class where oid = 'app_user'::regclass $$;

create function login_is_worker() returns boolean language sql stable as
$$ select coalesce(session_user = login_prefix() || '/worker', false) $$;

-- Whether the person behind the connection holds a permission; the owner holds all.
create function login_may(text) returns boolean language plpgsql stable as
$$
declare
  held oid := to_regrole(quote_ident(login_prefix() || '/' || $1));
begin
  return login_is_owner() or (held is not null and pg_has_role(session_user, held, 'member'));
end
$$;

-- Ends the connections of a role, as far as the owner may: what it held was taken from it before.
create function end_connections(text) returns void language plpgsql as
$$
begin
  perform pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and pid <> pg_backend_pid();
exception when insufficient_privilege then
  raise warning 'connections of % stay open: the owner may not end them', $1;
end
$$;

-- Makes one person's role what users and roles say: its name, whether it may sign in, the groups it belongs to. A
-- password that somebody else set opens nothing but its own replacement. Whoever calls this was checked.
create function sync_one_login(uuid) returns void language plpgsql as
$$
declare
  prefix text := login_prefix();
  mark text := 'retaguarda ' || prefix;
  person record;
  known text;
  wanted text[];
  held text[];
  one text;
begin
  select id, active, must_replace_password as waits, prefix || ':' || username_key as role into person
    from app_user where id = $1;
  select name into known from login_role where user_id = $1;
  if known is not null and to_regrole(quote_ident(known)) is null then
    delete from login_role where user_id = $1;
    known := null;
  end if;
  if known is null then
    if to_regrole(quote_ident(person.role)) is null then
      execute format('create role %I nologin', person.role);
      execute format('comment on role %I is %L', person.role, mark);
    elsif shobj_description(to_regrole(quote_ident(person.role)), 'pg_authid') is distinct from mark then
      raise exception 'the role % is somebody else''s', person.role using errcode = 'unique_violation';
    end if;
    insert into login_role (user_id, name) values (person.id, person.role);
  elsif known <> person.role then
    execute format('alter role %I rename to %I', known, person.role);
    update login_role set name = person.role where user_id = person.id;
  end if;
  if (select rolcanlogin from pg_roles where rolname = person.role) <> person.active then
    execute format('alter role %I %s', person.role, case when person.active then 'login' else 'nologin' end);
  end if;
  select array_agg(distinct prefix || '/' || p.permission) into wanted
    from user_role ur join role_permission p on p.role_id = ur.role_id
    where ur.user_id = person.id and person.active and not person.waits;
  if person.active then
    wanted := coalesce(wanted, '{}') || (prefix || '/person');
  end if;
  select array_agg(g.rolname::text) into held from pg_auth_members m join pg_roles g on g.oid = m.roleid
    where m.member = to_regrole(quote_ident(person.role)) and starts_with(g.rolname::text, prefix || '/');
  for one in select unnest(held) except select unnest(wanted) loop
    execute format('revoke %I from %I', one, person.role);
  end loop;
  for one in select unnest(wanted) except select unnest(held) loop
    -- A permission of a newer program has no group yet; its own migration makes it.
    if to_regrole(quote_ident(one)) is not null then
      execute format('grant %I to %I', one, person.role);
    end if;
  end loop;
  if not person.active then
    perform end_connections(person.role);
  end if;
end
$$;

-- The same for everybody, after users or roles were changed.
create function sync_logins() returns void language plpgsql as
$$
begin
  if login_prefix() is null then
    return;
  end if;
  if not login_may('access.manage') then
    raise insufficient_privilege using message = 'only who sets up users may do this';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('retaguarda logins', 0));
  perform sync_one_login(id) from (select id from app_user order by username_key) every_user;
end
$$;

-- A password only ever comes as what SCRAM keeps of it: the clear one would stand in the server's log.
create function keep_login_password(text,text) returns void language plpgsql as
$$
begin
  if $2 !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
    raise exception 'no SCRAM verifier' using errcode = 'invalid_parameter_value';
  end if;
  execute format('alter role %I password %L', $1, $2);
end
$$;

-- Sets somebody's password, and ends the connections that the old one opened.
create function set_login_password(uuid,text) returns void language plpgsql as
$$
declare
  role text := (select name from login_role where user_id = $1);
begin
  if not login_may('access.manage') or role is null then
    raise insufficient_privilege using message = 'only who sets up users may do this';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('retaguarda logins', 0));
  perform keep_login_password(role, $2);
  perform end_connections(role);
end
$$;

-- Sets one's own password; from then on it is nobody else's.
create function set_own_login_password(text) returns void language plpgsql as
$$
declare
  own uuid := login_user();
begin
  if own is null then
    raise insufficient_privilege using message = 'only a person has a password here';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('retaguarda logins', 0));
  perform keep_login_password(session_user::text, $1);
  update app_user set must_replace_password = false where id = own;
  perform sync_one_login(own);
end
$$;

-- Rows of one's own: everybody may change their name and begin a session, nobody those of others.
alter table app_user enable row level security;
create policy app_user_read on app_user for select using (true);
create policy app_user_own on app_user for update using (id = (select login_user()));
create policy app_user_manage on app_user for all using ((select login_may('access.manage')));
alter table session enable row level security;
create policy session_own on session for all using (user_id = (select login_user()));
create policy session_manage on session for all using ((select login_may('access.manage')));
alter table sign_in enable row level security;
create policy sign_in_own on sign_in for insert with check (user_id = (select login_user()));
create policy sign_in_manage on sign_in for select using ((select login_may('access.manage')));
-- Nobody writes the audit in somebody else's name.
alter table audit_entry enable row level security;
create policy audit_entry_read on audit_entry for select using (true);
create policy audit_entry_own on audit_entry for insert
  with check (actor_id = (select login_user()) or (actor_id is null and (select login_is_worker())));

-- What a trigger does besides is the house's doing, not the person's: it runs by the owner's rights, and finds the
-- tables of this schema only.
do $$
declare
  one regprocedure;
begin
  for one in select oid::regprocedure from pg_proc where pronamespace = current_schema()::regnamespace and proname in (
      'keep_main_address', 'to_survivor', 'refuse_other_words', 'note_customer', 'login_prefix', 'login_user',
      'login_is_owner', 'login_is_worker', 'login_may', 'end_connections', 'sync_one_login', 'sync_logins',
      'keep_login_password', 'set_login_password', 'set_own_login_password') loop
    execute format('alter function %s security definer set search_path = %I, pg_temp', one, current_schema());
    execute format('revoke all on function %s from public', one);
  end loop;
end
$$;
