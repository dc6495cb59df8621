-- What the ranking index of each node follows: when a reel's content or visibility was last written to, and which reels'
-- counters other nodes have changed.

-- A TIMESTAMP is the database's clock whatever the session's time zone, and moves by itself with whatever statement writes
-- to the row. Statements that only count keep it (changed_at = changed_at). Reels from before have always been followed.
ALTER TABLE reels
  ADD COLUMN changed_at TIMESTAMP(6) NOT NULL DEFAULT '2000-01-01 00:00:00.000000' ON UPDATE CURRENT_TIMESTAMP(6);
ALTER TABLE reels
  MODIFY COLUMN changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
    COMMENT 'content or visibility written to; counters keep it',
  ADD KEY idx_reels_changed (changed_at);

CREATE TABLE reel_counter_news (
  news_id  BIGINT      NOT NULL AUTO_INCREMENT,
  node     CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  told_at  DATETIME(6) NOT NULL,
  reel_ids MEDIUMBLOB  NOT NULL COMMENT 'reels that were counted on, 4 bytes each',
  PRIMARY KEY (news_id),
  KEY idx_reel_counter_news_told (told_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
