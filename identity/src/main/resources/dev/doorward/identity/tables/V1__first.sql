create table account (
  id text primary key,
  name text not null,
  display text,
  email text,
  state text not null,
  password text,
  must_change integer not null,
  created bigint not null,
  removed bigint
);
create unique index account_name on account(name) where state <> 'REMOVED';

create table account_role (
  account text not null references account(id),
  role text not null,
  primary key (account, role)
);

create table session (
  id text primary key,
  account text not null references account(id),
  created bigint not null,
  last_used bigint not null,
  idle bigint not null,
  dies bigint not null,
  auth_time bigint not null,
  remember integer not null,
  address text not null,
  agent text not null
);
create index session_account on session(account);

create table session_key (
  digest text primary key,
  session text not null references session(id) on delete cascade,
  host text not null,
  acr text not null,
  auth_time bigint not null,
  dies bigint
);
create index session_key_session on session_key(session);

create table device (
  digest text primary key,
  account text not null references account(id),
  dies bigint not null
);

create table token (
  id text primary key,
  account text not null references account(id),
  gid text not null,
  digest text unique,
  name text,
  scopes text not null,
  audience text not null,
  acr text not null,
  auth_time bigint,
  created bigint not null,
  expires bigint not null,
  revoked bigint
);
create index token_account on token(account);

create table signing_key (
  id text primary key,
  sealed ${bytes} not null,
  created bigint not null,
  retired bigint
);

create table change (
  seq ${sequence},
  kind text not null,
  id text not null
);
