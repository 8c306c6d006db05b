-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: rename table buyers to sellers, sellers to buyers
alter table buyers rename to buyers__aside;
alter table sellers rename to buyers;
alter table buyers__aside rename to sellers;
alter sequence if exists buyers_id_seq rename to buyers_id_seq__aside;
alter sequence if exists sellers_id_seq rename to buyers_id_seq;
alter sequence if exists buyers_id_seq__aside rename to sellers_id_seq;

-- step 2/4: rename column seller_id to buyer_id of sellers
alter table sellers rename column seller_id to buyer_id;

-- step 3/4: rename sellers_pkey to buyers_pkey, sellers_name_key to buyers_name_key, buyers_pkey to sellers_pkey, buyers_name_key to sellers_name_key
alter table buyers rename constraint sellers_pkey to sellers_pkey__aside;
alter table sellers rename constraint buyers_pkey to sellers_pkey;
alter table buyers rename constraint sellers_name_key to sellers_name_key__aside;
alter table sellers rename constraint buyers_name_key to sellers_name_key;
alter table buyers rename constraint sellers_pkey__aside to buyers_pkey;
alter table buyers rename constraint sellers_name_key__aside to buyers_name_key;

-- step 4/4: rename constraint buyers_seller_id_fkey to sellers_buyer_id_fkey of sellers
alter table sellers rename constraint buyers_seller_id_fkey to sellers_buyer_id_fkey;
