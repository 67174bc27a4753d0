create table run (
	id bigint generated always as identity primary key,
	pid bigint not null,
	generation integer not null,
	began timestamp with time zone not null,
	ended timestamp with time zone
);
