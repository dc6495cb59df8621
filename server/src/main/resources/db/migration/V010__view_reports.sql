-- A report of a view from a clock that runs ahead is taken for one of now, which is another time whenever it is
-- repeated. What it was dated with tells that it is the same report.

ALTER TABLE user_seen_reels
  ADD COLUMN last_reported_at DATETIME(6) NULL COMMENT 'of the latest report from a clock ahead, as reported';

ALTER TABLE user_totals
  MODIFY COLUMN version BIGINT NOT NULL DEFAULT 0 COMMENT 'counts likes, unlikes, views (again, too), follows and unfollows';
