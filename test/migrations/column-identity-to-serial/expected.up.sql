-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: let sequence invoices_id_seq number invoices.id in place of its identity
-- locks: invoices access exclusive
lock table invoices in access exclusive mode;
alter table invoices alter column id drop identity;
create sequence invoices_id_seq;
alter sequence invoices_id_seq owned by invoices.id;
alter table invoices alter column id set default nextval('invoices_id_seq');
select setval(pg_get_serial_sequence('invoices', 'id'), max(id)) from invoices having max(id) is not null;
