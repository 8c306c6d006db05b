-- migration 20260102000000_change, down
-- parent: none

-- step 1/5: rename table notes to memos
alter table notes rename to memos;
alter sequence if exists notes_id_seq rename to memos_id_seq;

-- step 2/5: rename column note_id to memo_id of replies
alter table replies rename column note_id to memo_id;

-- step 3/5: rename constraint notes_pkey to memos_pkey, notes_title_check to memos_title_check, notes_author_id_fkey to memos_author_id_fkey of memos
alter table memos rename constraint notes_pkey to memos_pkey;
alter table memos rename constraint notes_title_check to memos_title_check;
alter table memos rename constraint notes_author_id_fkey to memos_author_id_fkey;

-- step 4/5: rename constraint replies_note_id_fkey to replies_memo_id_fkey of replies
alter table replies rename constraint replies_note_id_fkey to replies_memo_id_fkey;

-- step 5/5: rename index notes_title_idx to memos_title_idx
alter index notes_title_idx rename to memos_title_idx;
