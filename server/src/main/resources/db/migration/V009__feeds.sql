-- What feeds are made from. The version of a user's totals counts everything that the user does, so that a feed made
-- before is known as old on every node; the indexes find the newest likes of a user and of a reel without the rows.

ALTER TABLE user_totals
  ADD COLUMN version BIGINT NOT NULL DEFAULT 0 COMMENT 'counts likes, unlikes, views, follows and unfollows';

ALTER TABLE user_reel_likes
  ADD KEY idx_user_reel_likes_user_newest (user_id, created_at, id, reel_id),
  ADD KEY idx_user_reel_likes_reel_newest (reel_id, created_at, id, user_id);
-- The one above serves its foreign key as well.
ALTER TABLE user_reel_likes
  DROP KEY idx_user_reel_likes_reel;
