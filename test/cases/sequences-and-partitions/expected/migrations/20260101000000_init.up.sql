-- migration 20260101000000_init, up
-- parent: none

-- step 1/6: create sequence ticket_number_seq
create sequence ticket_number_seq start with 1000;
comment on sequence ticket_number_seq is 'On every ticket.';

-- step 2/6: create sequence shared_seq
create sequence shared_seq as integer increment by 5 minvalue 0 maxvalue 99999 cache 10 cycle;

-- step 3/6: create table tickets
create table tickets (
  id integer not null default nextval('shared_seq'),
  number bigint not null default nextval('ticket_number_seq'),
  constraint tickets_pkey primary key (id),
  constraint tickets_number_key unique (number)
);

-- step 4/6: create table events
create table events (
  ticket_id integer not null,
  happened date not null,
  text text not null,
  constraint events_pkey primary key (ticket_id, happened),
  constraint events_ticket_id_fkey foreign key (ticket_id) references tickets (id)
) partition by range (happened);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create table events_other partition of events default;
create index events_text_idx on events (text);
comment on table events is 'What happened, a year in each partition.';

-- step 5/6: create table visits
create table visits (
  country text not null,
  count integer not null default 0,
  constraint visits_pkey primary key (country)
) partition by list (country);
create table visits_west partition of visits for values in ('de', 'fr');
create table visits_east partition of visits for values in ('pl');

-- step 6/6: sequence ticket_number_seq owned by tickets.number
alter sequence ticket_number_seq owned by tickets.number;
