insert into hosts (address) values ('10.0.0.1'), (null);
