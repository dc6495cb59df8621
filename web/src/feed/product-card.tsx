import type { Reel } from '@aoin/reels-client';
import { count, price } from '../format.js';
import { texts } from '../texts.js';
import { Icon } from '../ui/icon.js';

/** What the reel shows: its name, what it costs and whether it can be had. */
export function ProductCard({ reel }: { reel: Reel }) {
  const product = reel.product;
  if (!product) {
    return null;
  }
  const stock = product.stock_qty;
  return (
    <div className="product-card">
      <span className="product-icon">
        <Icon name="bag" />
      </span>
      <div className="product-words">
        <b>{product.product_name}</b>
        <span>
          {product.category_name && <span>{product.category_name}</span>}
          <span className={stock <= 0 ? 'stock is-out' : stock < 10 ? 'stock is-low' : 'stock'}>
            {stock <= 0 ? texts.feed.soldOut : texts.feed.inStock(stock)}
          </span>
        </span>
      </div>
      <span className="product-price">
        {product.selling_price === null ? texts.feed.noPrice : price(product.selling_price)}
        <small className="product-views">{texts.feed.views(reel.views_count).replace(/^[\d.,]+/, count(reel.views_count))}</small>
      </span>
    </div>
  );
}
