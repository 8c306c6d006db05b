-- migration 20260101000000_init, up
-- parent: none

-- step 1/5: create table students
create table students (
  id uuid not null default gen_random_uuid(),
  name text not null,
  constraint students_pkey primary key (id)
);

-- step 2/5: create table clubs
create table clubs (
  id integer generated always as identity not null,
  title text not null,
  constraint clubs_pkey primary key (id),
  constraint clubs_title_key unique (title)
);

-- step 3/5: create table courses
create table courses (
  code character varying(10) not null,
  constraint courses_pkey primary key (code)
);

-- step 4/5: create table enrolments
create table enrolments (
  student_id uuid not null,
  course_code character varying(10) not null,
  term text not null,
  grade numeric(2,1),
  constraint enrolments_pkey primary key (student_id, course_code),
  constraint enrolments_student_id_fkey foreign key (student_id) references students (id) on delete cascade,
  constraint enrolments_course_code_fkey foreign key (course_code) references courses (code) on update cascade
);

-- step 5/5: create table club_students
create table club_students (
  student_id uuid not null,
  club_id integer not null,
  constraint club_students_pkey primary key (student_id, club_id),
  constraint club_students_student_id_fkey foreign key (student_id) references students (id) on delete cascade,
  constraint club_students_club_id_fkey foreign key (club_id) references clubs (id) on delete cascade
);
create index club_students_club_id_student_id_idx on club_students (club_id, student_id);
