-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which rows had no hosts.address

-- step 1/2: drop not null of hosts.address
alter table hosts alter column address drop not null;

-- step 2/2: drop unique hosts.hosts_address_key
alter table hosts drop constraint hosts_address_key;
