alter table product alter column name_key type text collate "C";
