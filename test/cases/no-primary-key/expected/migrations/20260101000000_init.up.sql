-- migration 20260101000000_init, up
-- parent: none

-- step 1/2: create table visits
create table visits (
  page text not null,
  at timestamp with time zone not null default now(),
  seconds integer
);

-- step 2/2: create table readings
create table readings (
  sensor text not null,
  value double precision not null,
  constraint readings_sensor_key unique (sensor)
);
