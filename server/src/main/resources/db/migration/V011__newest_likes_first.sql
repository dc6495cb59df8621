-- The newest likes of a user and of a reel are read by the hundred for each feed that is made. InnoDB reads an index
-- forwards with less work than backwards, so these have the newest first.

ALTER TABLE user_reel_likes
  ADD KEY idx_user_reel_likes_of_user (user_id, created_at DESC, id DESC, reel_id),
  ADD KEY idx_user_reel_likes_of_reel (reel_id, created_at DESC, id DESC, user_id);
-- After the ones that take over, since a foreign key needs one of them.
ALTER TABLE user_reel_likes
  DROP KEY idx_user_reel_likes_user_newest,
  DROP KEY idx_user_reel_likes_reel_newest;
