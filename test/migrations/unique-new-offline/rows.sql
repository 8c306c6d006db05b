insert into slots (place) values (1), (2), (null), (null);
