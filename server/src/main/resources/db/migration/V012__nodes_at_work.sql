-- Nodes that commit batches of likes, shares, views and follows say so here once a second, so that each gathers larger
-- ones while others are at work beside it.

CREATE TABLE engine_nodes (
  node    CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at_work DATETIME(6) NOT NULL,
  PRIMARY KEY (node)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- A view that pushes another out of a window takes an entry from each index of this table and puts one in elsewhere. By
-- default pages that are half empty are merged, and soon split again.

ALTER TABLE user_reel_views COMMENT = 'MERGE_THRESHOLD=15';

ALTER TABLE user_totals
  MODIFY COLUMN version BIGINT NOT NULL DEFAULT 0 COMMENT 'another with each like, unlike, view, follow and unfollow';
