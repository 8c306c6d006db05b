insert into billing.bills default values;
