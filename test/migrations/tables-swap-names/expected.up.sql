-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: rename table sellers to buyers, buyers to sellers
-- locks: sellers access exclusive, buyers access exclusive
alter table sellers rename to sellers__aside;
alter table buyers rename to sellers;
alter table sellers__aside rename to buyers;
alter sequence if exists sellers_id_seq rename to sellers_id_seq__aside;
alter sequence if exists buyers_id_seq rename to sellers_id_seq;
alter sequence if exists sellers_id_seq__aside rename to buyers_id_seq;

-- step 2/4: rename column buyer_id to seller_id of buyers
-- locks: buyers access exclusive
alter table buyers rename column buyer_id to seller_id;

-- step 3/4: rename sellers_pkey to buyers_pkey, sellers_name_key to buyers_name_key, buyers_pkey to sellers_pkey, buyers_name_key to sellers_name_key
-- locks: buyers access exclusive, sellers access exclusive
alter table buyers rename constraint sellers_pkey to sellers_pkey__aside;
alter table sellers rename constraint buyers_pkey to sellers_pkey;
alter table buyers rename constraint sellers_name_key to sellers_name_key__aside;
alter table sellers rename constraint buyers_name_key to sellers_name_key;
alter table buyers rename constraint sellers_pkey__aside to buyers_pkey;
alter table buyers rename constraint sellers_name_key__aside to buyers_name_key;

-- step 4/4: rename constraint sellers_buyer_id_fkey to buyers_seller_id_fkey of buyers
-- locks: buyers access exclusive
alter table buyers rename constraint sellers_buyer_id_fkey to buyers_seller_id_fkey;
