-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of customer_relationship_management_opportunities

-- step 1/2: drop foreign key customer_relationship_management_opportunities.customer_relationship_management_opportunities_parent_id_fkey
alter table customer_relationship_management_opportunities drop constraint customer_relationship_management_opportunities_parent_id_fkey;

-- step 2/2: drop table customer_relationship_management_opportunities
drop table customer_relationship_management_opportunities;
