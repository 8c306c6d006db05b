insert into others default values;
