-- What admins decided about reels: a row for every decision, never changed.

CREATE TABLE reel_moderations (
  moderation_id   INT          NOT NULL AUTO_INCREMENT,
  reel_id         INT          NOT NULL,
  action          VARCHAR(10)  NOT NULL COMMENT 'approve, reject, hide',
  reason          VARCHAR(255) NULL,
  moderated_by    INT          NOT NULL COMMENT 'user id of the token',
  is_shop_user    BOOLEAN      NOT NULL COMMENT 'whether users had a row of that id then; an admin by token may have none',
  previous_status VARCHAR(20)  NOT NULL COMMENT 'approval_status until then',
  was_active      BOOLEAN      NOT NULL COMMENT 'is_active until then',
  moderated_at    DATETIME(6)  NOT NULL,
  PRIMARY KEY (moderation_id),
  KEY idx_reel_moderations_reel (reel_id, moderation_id),
  CONSTRAINT fk_reel_moderations_reel FOREIGN KEY (reel_id) REFERENCES reels (reel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- The queue of what waits for approval, longest waiting first.
ALTER TABLE reels
  ADD KEY idx_reels_approval (approval_status, deleted_at, created_at, reel_id);
