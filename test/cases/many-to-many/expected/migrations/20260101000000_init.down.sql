-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of club_students
-- cannot bring back: the rows of enrolments
-- cannot bring back: the rows of courses
-- cannot bring back: the rows of clubs
-- cannot bring back: the rows of students

-- step 1/5: drop table club_students
drop table club_students;

-- step 2/5: drop table enrolments
drop table enrolments;

-- step 3/5: drop table courses
drop table courses;

-- step 4/5: drop table clubs
drop table clubs;

-- step 5/5: drop table students
drop table students;
