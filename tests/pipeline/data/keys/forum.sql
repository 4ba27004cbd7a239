-- Questions and answers: users in many roles, posts that refer to posts.
CREATE TABLE users (Id int PRIMARY KEY, Reputation int, DisplayName text, Views int);
CREATE TABLE posts (
    Id int PRIMARY KEY, PostTypeId int, Score int, OwnerUserId int REFERENCES users, LastEditorUserId int REFERENCES users,
    ParentId int REFERENCES posts, AnswerCount int, CommentCount int);
CREATE TABLE comments (Id int PRIMARY KEY, PostId int REFERENCES posts, Score int, UserId int REFERENCES users);
CREATE TABLE badges (Id int PRIMARY KEY, UserId int REFERENCES users, Name text);
CREATE TABLE votes (
    Id int PRIMARY KEY, PostId int REFERENCES posts, VoteTypeId int, UserId int REFERENCES users, BountyAmount int);
CREATE TABLE post_links (
    Id int PRIMARY KEY, PostId int REFERENCES posts, RelatedPostId int REFERENCES posts, LinkTypeId int);
CREATE TABLE tags (Id int PRIMARY KEY, TagName text, Count int, ExcerptPostId int REFERENCES posts, WikiPostId int REFERENCES posts);
INSERT INTO users SELECT i, i * 3, 'u' || i, i % 90 FROM generate_series(1, 200) i;
INSERT INTO posts
SELECT i, i % 2 + 1, i % 30, i % 200 + 1, CASE WHEN i % 3 = 0 THEN i % 50 + 1 END, CASE WHEN i > 100 THEN i - 100 END, i % 4, i % 7
FROM generate_series(1, 600) i;
INSERT INTO comments SELECT i, i % 600 + 1, i % 5, i % 200 + 1 FROM generate_series(1, 900) i;
INSERT INTO badges SELECT i, i % 200 + 1, 'b' || i % 9 FROM generate_series(1, 500) i;
INSERT INTO votes SELECT i, i % 600 + 1, i % 10 + 1, CASE WHEN i % 9 = 0 THEN i % 200 + 1 END, NULL FROM generate_series(1, 1500) i;
INSERT INTO post_links SELECT i, i + 10, i + 50, i % 2 * 2 + 1 FROM generate_series(1, 100) i;
INSERT INTO tags SELECT i, 'tag' || i, i * 4, i + 7, i + 70 FROM generate_series(1, 80) i;
