-- What the interactions engine keeps: each user's totals, the ledger of what a user has ever seen, and the figures
-- that analytics reads, all written by the transaction of the interaction itself.

CREATE TABLE user_totals (
  user_id      INT NOT NULL,
  likes        INT NOT NULL DEFAULT 0,
  views        INT NOT NULL DEFAULT 0 COMMENT 'distinct reels ever viewed',
  follows      INT NOT NULL DEFAULT 0,
  recent_views INT NOT NULL DEFAULT 0 COMMENT 'rows of the user in user_reel_views',
  PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE user_seen_reels (
  user_id         INT         NOT NULL,
  reel_id         INT         NOT NULL,
  longest_seconds INT         NOT NULL DEFAULT 0,
  counted_views   INT         NOT NULL DEFAULT 0,
  first_viewed_at DATETIME(6) NOT NULL,
  last_viewed_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (user_id, reel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE reel_daily (
  reel_id INT  NOT NULL,
  day     DATE NOT NULL COMMENT 'UTC',
  views   INT  NOT NULL DEFAULT 0,
  likes   INT  NOT NULL DEFAULT 0 COMMENT 'net of unlikes',
  shares  INT  NOT NULL DEFAULT 0,
  PRIMARY KEY (reel_id, day)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

ALTER TABLE reels
  ADD COLUMN anonymous_shares    INT    NOT NULL DEFAULT 0,
  ADD COLUMN unique_viewers      INT    NOT NULL DEFAULT 0,
  ADD COLUMN longest_seconds_sum BIGINT NOT NULL DEFAULT 0 COMMENT 'sum over viewers of their longest watch',
  ADD COLUMN completions         INT    NOT NULL DEFAULT 0 COMMENT 'viewers who watched 80 % or more';

ALTER TABLE user_reel_views
  ADD KEY idx_user_reel_views_recent (user_id, viewed_at, reel_id);
