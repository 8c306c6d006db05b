-- migration 20260101000000_init, up
-- parent: none

-- step 1/1: create table customer_relationship_management_opportunities
create table customer_relationship_management_opportunities (
  id bigint generated always as identity not null,
  estimated_contract_value_in_euros numeric not null,
  estimated_contract_value_in_dollars numeric not null,
  parent_id bigint,
  constraint customer_relationship_management_opportunities_pkey primary key (id),
  constraint customer_relationship_managem_estimated_contract_value_in_d_key unique (estimated_contract_value_in_dollars),
  constraint customer_relationship_managem_estimated_contract_value_in_e_key unique (estimated_contract_value_in_euros, estimated_contract_value_in_dollars),
  constraint customer_relationship_manage_estimated_contract_value_in__check check (estimated_contract_value_in_euros > 0),
  constraint customer_relationship_manage_estimated_contract_value_in_check1 check (estimated_contract_value_in_euros < 1000),
  constraint customer_relationship_manage_estimated_contract_value_in_check2 check (estimated_contract_value_in_euros <> 5),
  constraint customer_relationship_management_opportunities_parent_id_fkey foreign key (parent_id) references customer_relationship_management_opportunities (id)
);
create index customer_relationship_managem_estimated_contract_value_in_e_idx on customer_relationship_management_opportunities (estimated_contract_value_in_euros);
