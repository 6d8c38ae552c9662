create table customer_word (word text collate "C" not null, code bigint not null, primary key (word, code));
create index customer_word_code on customer_word (code, word);
