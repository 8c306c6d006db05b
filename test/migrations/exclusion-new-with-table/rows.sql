insert into rooms default values;
