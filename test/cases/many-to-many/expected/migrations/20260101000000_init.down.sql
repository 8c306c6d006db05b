-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of club_students
-- cannot bring back: the rows of enrolments
-- cannot bring back: the rows of courses
-- cannot bring back: the rows of clubs
-- cannot bring back: the rows of students

-- step 1/9: drop foreign key club_students.club_students_club_id_fkey
alter table club_students drop constraint club_students_club_id_fkey;

-- step 2/9: drop foreign key club_students.club_students_student_id_fkey
alter table club_students drop constraint club_students_student_id_fkey;

-- step 3/9: drop foreign key enrolments.enrolments_course_code_fkey
alter table enrolments drop constraint enrolments_course_code_fkey;

-- step 4/9: drop foreign key enrolments.enrolments_student_id_fkey
alter table enrolments drop constraint enrolments_student_id_fkey;

-- step 5/9: drop table club_students
drop table club_students;

-- step 6/9: drop table enrolments
drop table enrolments;

-- step 7/9: drop table courses
drop table courses;

-- step 8/9: drop table clubs
drop table clubs;

-- step 9/9: drop table students
drop table students;
