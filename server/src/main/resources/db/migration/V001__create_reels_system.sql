-- The reels system. Columns that name the shop's rows (users, merchant_profiles, categories, products) get their
-- foreign keys with the own catalogue only: beside an external catalogue those tables may be views.

CREATE TABLE reels (
  reel_id             INT          NOT NULL AUTO_INCREMENT,
  merchant_id         INT          NOT NULL,
  product_id          INT          NOT NULL,
  video_url           VARCHAR(512) NOT NULL COMMENT 'canonical unsigned URL; responses build theirs from provider and key',
  video_public_id     VARCHAR(255) NULL COMMENT 'storage key of the video',
  thumbnail_url       VARCHAR(512) NULL,
  thumbnail_public_id VARCHAR(255) NULL COMMENT 'storage key of the thumbnail',
  storage_provider    VARCHAR(20)  NOT NULL DEFAULT 'local',
  description         TEXT         NOT NULL,
  duration_seconds    INT          NULL,
  file_size_bytes     BIGINT       NULL,
  video_format        VARCHAR(10)  NULL,
  resolution          VARCHAR(20)  NULL COMMENT 'width x height as shown, rotation applied',
  processing          VARCHAR(10)  NOT NULL DEFAULT 'ready' COMMENT 'ready, pending, failed',
  views_count         INT          NOT NULL DEFAULT 0,
  likes_count         INT          NOT NULL DEFAULT 0,
  shares_count        INT          NOT NULL DEFAULT 0,
  is_active           BOOLEAN      NOT NULL DEFAULT TRUE,
  approval_status     VARCHAR(20)  NOT NULL DEFAULT 'approved',
  approved_at         DATETIME(6)  NULL,
  approved_by         INT          NULL,
  rejection_reason    VARCHAR(255) NULL,
  created_at          DATETIME(6)  NOT NULL,
  updated_at          DATETIME(6)  NOT NULL,
  deleted_at          DATETIME(6)  NULL,
  PRIMARY KEY (reel_id),
  KEY idx_reels_trending (created_at DESC, views_count DESC, likes_count DESC, shares_count DESC),
  KEY idx_reels_merchant_created (merchant_id, created_at DESC),
  KEY idx_reels_product_visibility (product_id, deleted_at, is_active),
  KEY idx_reels_merchant_feed (merchant_id, created_at DESC, is_active, deleted_at),
  KEY idx_reels_approved_by (approved_by)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE user_reel_likes (
  id         INT         NOT NULL AUTO_INCREMENT,
  user_id    INT         NOT NULL,
  reel_id    INT         NOT NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_user_reel_likes (user_id, reel_id),
  KEY idx_user_reel_likes_user_reel (user_id, reel_id, created_at DESC),
  KEY idx_user_reel_likes_reel (reel_id),
  CONSTRAINT fk_user_reel_likes_reel FOREIGN KEY (reel_id) REFERENCES reels (reel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE user_reel_views (
  id            INT         NOT NULL AUTO_INCREMENT,
  user_id       INT         NOT NULL,
  reel_id       INT         NOT NULL,
  viewed_at     DATETIME(6) NOT NULL,
  view_duration INT         NULL COMMENT 'seconds',
  created_at    DATETIME(6) NOT NULL,
  updated_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_user_reel_views (user_id, reel_id),
  KEY idx_user_reel_views_user_reel (user_id, reel_id, viewed_at DESC),
  KEY idx_user_reel_views_reel (reel_id),
  CONSTRAINT fk_user_reel_views_reel FOREIGN KEY (reel_id) REFERENCES reels (reel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE user_reel_shares (
  id        INT         NOT NULL AUTO_INCREMENT,
  user_id   INT         NOT NULL,
  reel_id   INT         NOT NULL,
  shared_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_user_reel_shares (user_id, reel_id),
  KEY idx_user_reel_shares_reel (reel_id),
  CONSTRAINT fk_user_reel_shares_reel FOREIGN KEY (reel_id) REFERENCES reels (reel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE user_merchant_follows (
  id          INT         NOT NULL AUTO_INCREMENT,
  user_id     INT         NOT NULL,
  merchant_id INT         NOT NULL,
  followed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_user_merchant_follows (user_id, merchant_id),
  KEY idx_user_merchant_follows_merchant (merchant_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE user_category_preferences (
  id                  INT           NOT NULL AUTO_INCREMENT,
  user_id             INT           NOT NULL,
  category_id         INT           NOT NULL,
  preference_score    DECIMAL(5, 2) NOT NULL DEFAULT 0.0 COMMENT '0 to 1',
  interaction_count   INT           NOT NULL DEFAULT 0,
  last_interaction_at DATETIME(6)   NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_user_category_preferences (user_id, category_id),
  KEY idx_user_category_preferences_category (category_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- One row per upload under way, written before anything reaches storage. A row whose lease ran out is swept.
-- Finished uploads stay for as long as their idempotency key is remembered.
CREATE TABLE uploads (
  upload_id       CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id         INT         NOT NULL,
  idempotency_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  fingerprint     CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'SHA-256 over file and fields, where a key was given',
  state           VARCHAR(10) NOT NULL COMMENT 'RECEIVING, STORED, DONE',
  reel_id         INT         NULL,
  lease_until     DATETIME(6) NOT NULL,
  created_at      DATETIME(6) NOT NULL,
  PRIMARY KEY (upload_id),
  UNIQUE KEY uq_uploads_idempotency (user_id, idempotency_key),
  KEY idx_uploads_lease (lease_until)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Every object in storage, registered before it is written. `delete_after` set = to be removed from then on.
CREATE TABLE media_files (
  storage_key      VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  storage_provider VARCHAR(20)  NOT NULL,
  upload_id        CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  reel_id          INT          NULL,
  delete_after     DATETIME(6)  NULL,
  delete_attempts  INT          NOT NULL DEFAULT 0,
  created_at       DATETIME(6)  NOT NULL,
  PRIMARY KEY (storage_key),
  KEY idx_media_files_delete (delete_after),
  KEY idx_media_files_reel (reel_id),
  KEY idx_media_files_upload (upload_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Reels whose video awaits its H.264/AAC version.
CREATE TABLE transcodes (
  reel_id     INT         NOT NULL,
  attempts    INT         NOT NULL DEFAULT 0,
  not_before  DATETIME(6) NOT NULL COMMENT 'next attempt, or the end of the lease of the one under way',
  created_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (reel_id),
  KEY idx_transcodes_not_before (not_before),
  CONSTRAINT fk_transcodes_reel FOREIGN KEY (reel_id) REFERENCES reels (reel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
