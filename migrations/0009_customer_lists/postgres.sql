alter table address alter column city_key type text collate "C";
