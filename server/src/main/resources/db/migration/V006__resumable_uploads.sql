-- Uploads that arrive in pieces (the tus protocol). The bytes are in a file of the node that the upload began on;
-- `received_bytes` of them are safely on its disk. When all are, the node makes them a reel, by an attempt in `uploads`.
-- Finished and refused ones stay until `expires_at`, so that whoever lost the answer can ask for the outcome.
CREATE TABLE resumable_uploads (
  upload_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  node            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'whose disk holds the file',
  user_id         INT         NOT NULL,
  merchant_id     INT         NOT NULL,
  product_id      INT         NOT NULL,
  description     TEXT        NOT NULL COMMENT 'as it was sent',
  extension       VARCHAR(10) NOT NULL,
  metadata        TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Upload-Metadata as it was sent',
  idempotency_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  total_bytes     BIGINT      NOT NULL,
  received_bytes  BIGINT      NOT NULL DEFAULT 0,
  state           VARCHAR(10) NOT NULL COMMENT 'RECEIVING, PROCESSING, DONE, REFUSED',
  attempt         CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the row in uploads of the latest attempt to make it a reel',
  attempts        INT         NOT NULL DEFAULT 0,
  not_before      DATETIME(6) NULL COMMENT 'when the next attempt is due',
  reel_id         INT         NULL,
  refusal_status  INT         NULL,
  refusal_code    VARCHAR(40) NULL,
  refusal_field   VARCHAR(40) NULL,
  refusal_message VARCHAR(500) NULL,
  created_at      DATETIME(6) NOT NULL,
  expires_at      DATETIME(6) NOT NULL,
  PRIMARY KEY (upload_id),
  UNIQUE KEY uq_resumable_uploads_idempotency (user_id, idempotency_key),
  KEY idx_resumable_uploads_node (node, state, not_before),
  KEY idx_resumable_uploads_user (user_id, state),
  KEY idx_resumable_uploads_expires (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
