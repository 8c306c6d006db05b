-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create table events
-- locks: others share row exclusive
create table events (
  id bigint not null,
  happened date not null,
  other_id bigint,
  text text not null,
  constraint events_pkey primary key (id, happened),
  constraint events_other_id_fkey foreign key (other_id) references others (id)
) partition by range (happened);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
create table events_later partition of events for values from ('2027-01-01') to (maxvalue);
create table events_other partition of events default;
create index events_text_idx on events (text);
comment on table events is 'Events.';
comment on column events.text is 'What.';

-- step 2/4: create table visits
create table visits (
  country text not null,
  page text not null,
  constraint visits_pkey primary key (country, page)
) partition by list (country);
create table visits_west partition of visits for values in ('de', 'fr');
create table visits_east partition of visits for values in ('pl');

-- step 3/4: create table clicks
create table clicks (
  id uuid not null,
  constraint clicks_pkey primary key (id)
) partition by hash (id);
create table clicks_0 partition of clicks for values with (modulus 2, remainder 0);
create table clicks_1 partition of clicks for values with (modulus 2, remainder 1);

-- step 4/4: create table lines
create table lines (
  text text not null
) partition by list (lower(text));
create table lines_a partition of lines for values in ('a');
create table lines_rest partition of lines default;
