-- Nodes that commit batches of likes, shares, views and follows say so here once a second, so that each gathers larger
-- ones while others are at work beside it.

CREATE TABLE engine_nodes (
  node     CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at_work  DATETIME(6) NOT NULL COMMENT 'last told',
  commands INT         NOT NULL COMMENT 'committed since it told the time before',
  PRIMARY KEY (node)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- A view that pushes another out of a window takes an entry from each index of this table and puts one in elsewhere. By
-- default pages that become half empty are merged, and soon split again; now they may become emptier, to 15 %, and the
-- indexes take more room for it. InnoDB reads this from the comment of the table.

ALTER TABLE user_reel_views COMMENT = 'MERGE_THRESHOLD=15';

-- It no longer counts.

ALTER TABLE user_totals
  MODIFY COLUMN version BIGINT NOT NULL DEFAULT 0 COMMENT 'a new number with each like, unlike, view (again, too), follow and unfollow';
