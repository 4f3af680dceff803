-- When a change was made, so that it can be removed once every node has followed it.
alter table change add column at bigint not null default 0;
create index change_at on change(at);
