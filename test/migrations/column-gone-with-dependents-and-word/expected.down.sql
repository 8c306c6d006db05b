-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.mood
-- cannot bring back: notes.mood comes back nullable
-- cannot bring back: notes.mood_length comes back nullable

-- step 1/10: add column notes.mood
alter table notes add column mood text;

-- step 2/10: add column notes.mood_length
alter table notes add column mood_length integer generated always as (length(mood)) stored;

-- step 3/10: build unique index notes_title_mood_key on notes
-- outside a transaction
create unique index concurrently notes_title_mood_key on notes (title, mood);

-- step 4/10: add unique notes.notes_title_mood_key
alter table notes add constraint notes_title_mood_key unique using index notes_title_mood_key;

-- step 5/10: add check notes.notes_check
alter table notes add constraint notes_check check (mood <> title) not valid;

-- step 6/10: validate check notes.notes_check
alter table notes validate constraint notes_check;

-- step 7/10: create index notes_mood_idx on notes
-- outside a transaction
create index concurrently notes_mood_idx on notes (mood);

-- step 8/10: create index notes_words_idx on notes
-- outside a transaction
create index concurrently notes_words_idx on notes (words) where mood <> 'calm';

-- step 9/10: add foreign key notes.notes_mood_fkey
lock table moods in share row exclusive mode;
alter table notes add constraint notes_mood_fkey foreign key (mood) references moods (name) not valid;

-- step 10/10: validate foreign key notes.notes_mood_fkey
alter table notes validate constraint notes_mood_fkey;
