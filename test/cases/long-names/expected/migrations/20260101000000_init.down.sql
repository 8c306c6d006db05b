-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of customer_relationship_management_opportunities

-- step 1/1: drop table customer_relationship_management_opportunities
drop table customer_relationship_management_opportunities;
