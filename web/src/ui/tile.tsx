import type { Reel } from '@aoin/reels-client';
import type { ReactNode } from 'react';
import { count, price } from '../format.js';
import { Link } from '../router.js';
import { texts } from '../texts.js';
import { Icon } from './icon.js';
import { Skeletons } from './parts.js';

/** A reel in a grid; opens it in the feed. */
export function Tile({ reel, note }: { reel: Reel; note?: ReactNode }) {
  const name = reel.product?.product_name ?? reel.description;
  return (
    <li>
      <Link className="tile" href={`/reel/${reel.reel_id}`}>
        <span className="tile-picture">
          {reel.thumbnail_url && <img src={reel.thumbnail_url} alt="" loading="lazy" width={640} height={360} />}
          <span className="tile-views" aria-label={texts.feed.views(reel.views_count)}>
            <Icon name="play" filled /> {count(reel.views_count)}
          </span>
        </span>
        <span className="tile-name">{name}</span>
        <span className="tile-detail">
          {reel.merchant && <span>{reel.merchant.business_name}</span>}
          {reel.product?.selling_price != null && <b>{price(reel.product.selling_price)}</b>}
        </span>
        {note && <span className="tile-detail">{note}</span>}
      </Link>
    </li>
  );
}

export const TileSkeletons = () => <Skeletons count={10} className="tiles tiles-loading" />;
