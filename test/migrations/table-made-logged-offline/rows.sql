insert into visits default values;
