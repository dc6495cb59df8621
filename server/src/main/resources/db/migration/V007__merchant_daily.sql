-- The daily figures added up by merchant, over all reels, those deleted since included: what a merchant's chart reads.
-- The figures of a day are spread over slots, so that transactions of several connections do not wait for each other.

CREATE TABLE merchant_daily (
  merchant_id INT              NOT NULL,
  day         DATE             NOT NULL COMMENT 'UTC',
  slot        TINYINT UNSIGNED NOT NULL,
  views       INT              NOT NULL DEFAULT 0,
  likes       INT              NOT NULL DEFAULT 0 COMMENT 'net of unlikes',
  shares      INT              NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, day, slot)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

INSERT INTO merchant_daily (merchant_id, day, slot, views, likes, shares)
SELECT r.merchant_id, d.day, 0, SUM(d.views), SUM(d.likes), SUM(d.shares)
FROM reel_daily d
JOIN reels r ON r.reel_id = d.reel_id
GROUP BY r.merchant_id, d.day;
