create table customer_word (word text not null, code bigint not null, primary key (word, code)) without rowid;
create index customer_word_code on customer_word (code, word);
