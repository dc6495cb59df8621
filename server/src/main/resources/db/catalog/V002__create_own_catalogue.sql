-- The shop's tables, for a service that keeps the catalogue itself, and the foreign keys into them.

CREATE TABLE users (
  user_id    INT         NOT NULL,
  role       VARCHAR(20) NOT NULL DEFAULT 'user' COMMENT 'user, admin',
  created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE merchant_profiles (
  merchant_id   INT          NOT NULL,
  user_id       INT          NOT NULL,
  business_name VARCHAR(255) NOT NULL,
  is_active     BOOLEAN      NOT NULL DEFAULT TRUE,
  PRIMARY KEY (merchant_id),
  KEY idx_merchant_profiles_user (user_id),
  CONSTRAINT fk_merchant_profiles_user FOREIGN KEY (user_id) REFERENCES users (user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE categories (
  category_id   INT          NOT NULL,
  category_name VARCHAR(255) NOT NULL,
  parent_id     INT          NULL,
  PRIMARY KEY (category_id),
  CONSTRAINT fk_categories_parent FOREIGN KEY (parent_id) REFERENCES categories (category_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE products (
  product_id        INT            NOT NULL,
  merchant_id       INT            NOT NULL,
  category_id       INT            NULL,
  product_name      VARCHAR(255)   NOT NULL,
  selling_price     DECIMAL(12, 2) NOT NULL,
  approval_status   VARCHAR(20)    NOT NULL DEFAULT 'approved' COMMENT 'approved, pending, rejected',
  is_active         BOOLEAN        NOT NULL DEFAULT TRUE,
  parent_product_id INT            NULL COMMENT 'set = a variant of that product',
  deleted_at        DATETIME(6)    NULL,
  PRIMARY KEY (product_id),
  KEY idx_products_merchant (merchant_id),
  KEY idx_products_category (category_id),
  CONSTRAINT fk_products_merchant FOREIGN KEY (merchant_id) REFERENCES merchant_profiles (merchant_id),
  CONSTRAINT fk_products_category FOREIGN KEY (category_id) REFERENCES categories (category_id),
  CONSTRAINT fk_products_parent FOREIGN KEY (parent_product_id) REFERENCES products (product_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE product_stock (
  product_id INT NOT NULL,
  stock_qty  INT NOT NULL DEFAULT 0,
  PRIMARY KEY (product_id),
  CONSTRAINT fk_product_stock_product FOREIGN KEY (product_id) REFERENCES products (product_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- One row, locked by an import for as long as it writes.
CREATE TABLE catalog_import_lock (
  lock_id TINYINT NOT NULL,
  PRIMARY KEY (lock_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
INSERT INTO catalog_import_lock (lock_id) VALUES (1);

ALTER TABLE reels
  ADD CONSTRAINT fk_reels_merchant FOREIGN KEY (merchant_id) REFERENCES merchant_profiles (merchant_id),
  ADD CONSTRAINT fk_reels_product FOREIGN KEY (product_id) REFERENCES products (product_id),
  ADD CONSTRAINT fk_reels_approved_by FOREIGN KEY (approved_by) REFERENCES users (user_id);
ALTER TABLE user_reel_likes
  ADD CONSTRAINT fk_user_reel_likes_user FOREIGN KEY (user_id) REFERENCES users (user_id);
ALTER TABLE user_reel_views
  ADD CONSTRAINT fk_user_reel_views_user FOREIGN KEY (user_id) REFERENCES users (user_id);
ALTER TABLE user_reel_shares
  ADD CONSTRAINT fk_user_reel_shares_user FOREIGN KEY (user_id) REFERENCES users (user_id);
ALTER TABLE user_merchant_follows
  ADD CONSTRAINT fk_user_merchant_follows_user FOREIGN KEY (user_id) REFERENCES users (user_id),
  ADD CONSTRAINT fk_user_merchant_follows_merchant FOREIGN KEY (merchant_id) REFERENCES merchant_profiles (merchant_id);
ALTER TABLE user_category_preferences
  ADD CONSTRAINT fk_user_category_preferences_user FOREIGN KEY (user_id) REFERENCES users (user_id),
  ADD CONSTRAINT fk_user_category_preferences_category FOREIGN KEY (category_id) REFERENCES categories (category_id);
