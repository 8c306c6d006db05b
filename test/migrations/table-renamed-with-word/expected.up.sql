-- migration 20260102000000_change, up
-- parent: none

-- step 1/5: rename table memos to notes
-- locks: memos access exclusive
alter table memos rename to notes;
alter sequence if exists memos_id_seq rename to notes_id_seq;

-- step 2/5: rename column memo_id to note_id of replies
-- locks: replies access exclusive
alter table replies rename column memo_id to note_id;

-- step 3/5: rename constraint memos_pkey to notes_pkey, memos_title_check to notes_title_check, memos_author_id_fkey to notes_author_id_fkey of notes
-- locks: notes access exclusive
alter table notes rename constraint memos_pkey to notes_pkey;
alter table notes rename constraint memos_title_check to notes_title_check;
alter table notes rename constraint memos_author_id_fkey to notes_author_id_fkey;

-- step 4/5: rename constraint replies_memo_id_fkey to replies_note_id_fkey of replies
-- locks: replies access exclusive
alter table replies rename constraint replies_memo_id_fkey to replies_note_id_fkey;

-- step 5/5: rename index memos_title_idx to notes_title_idx
alter index memos_title_idx rename to notes_title_idx;
