import { useCallback, useEffect, useState } from 'react';
import { explain } from '../errors.js';
import { useLoaded, usePages, useTitle } from '../hooks.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Icon } from '../ui/icon.js';
import { Button, Failure, Note } from '../ui/parts.js';
import { Tile, TileSkeletons } from '../ui/tile.js';
import '../styles/pages.css';
import '../styles/search.css';

export interface Filters {
  q: string;
  category_id: string;
  merchant_id: string;
  start_date: string;
  end_date: string;
}

const NAMES = ['q', 'category_id', 'merchant_id', 'start_date', 'end_date'] as const;
const PAUSE_MS = 250;
const LONGEST_QUERY = 200;

/** What the address says, so that a search can be passed on and found again. */
function fromAddress(): Filters {
  const words = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.map((name) => [name, words.get(name) ?? ''])) as unknown as Filters;
}

function toAddress(filters: Filters) {
  const words = new URLSearchParams(NAMES.filter((name) => filters[name] !== '').map((name) => [name, filters[name]]));
  history.replaceState(null, '', words.size > 0 ? `/search?${words}` : '/search');
}

export default function SearchScreen() {
  const [filters, setFilters] = useState(fromAddress);
  const [settled, setSettled] = useState(filters);
  useTitle(texts.search.title);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(filters);
      toAddress(filters);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filters]);
  const set = (name: keyof Filters, value: string) => setFilters((before) => ({ ...before, [name]: value }));
  const filtered = NAMES.some((name) => name !== 'q' && filters[name] !== '');
  return (
    <div className="page">
      <h1>{texts.search.title}</h1>
      <search className="search-form">
        <label className="search-box">
          <span className="spoken">{texts.search.label}</span>
          <Icon name="search" />
          <input
            type="search"
            value={filters.q}
            maxLength={LONGEST_QUERY}
            placeholder={texts.search.placeholder}
            autoComplete="off"
            autoFocus={matchMedia('(hover: hover)').matches}
            onChange={(event) => set('q', event.target.value)}
          />
        </label>
        <FilterFields filters={filters} set={set} />
        {filtered && (
          <Button look="quiet" icon="close" onClick={() => setFilters({ ...filters, category_id: '', merchant_id: '', start_date: '', end_date: '' })}>
            {texts.search.clear}
          </Button>
        )}
      </search>
      <Results filters={settled} />
    </div>
  );
}

/** Choices from what the shop shows at the moment; the API has no list of categories of its own. */
function FilterFields({ filters, set }: { filters: Filters; set: (name: keyof Filters, value: string) => void }) {
  const { client } = useSession();
  const { value } = useLoaded(useCallback((signal) => client.listPublicReels({ per_page: 100 }, { signal }), [client]));
  const reels = value?.data ?? [];
  const categories = new Map(reels.flatMap(({ product }) => (product?.category_id ? [[product.category_id, product.category_name ?? '']] : [])));
  const merchants = new Map(reels.flatMap(({ merchant }) => (merchant ? [[merchant.merchant_id, merchant.business_name]] : [])));
  const choices = [
    ['category_id', texts.search.category, categories],
    ['merchant_id', texts.search.merchant, merchants],
  ] as const;
  return (
    <div className="filters" role="group" aria-label={texts.search.filters}>
      {choices.map(([name, label, options]) => (
        <label key={name} className="field">
          {label}
          <select value={filters[name]} onChange={(event) => set(name, event.target.value)}>
            <option value="">{texts.search.any}</option>
            {[...options]
              .sort((a, b) => a[1].localeCompare(b[1]))
              .map(([id, text]) => (
                <option key={id} value={id}>
                  {text}
                </option>
              ))}
          </select>
        </label>
      ))}
      <label className="field">
        {texts.search.from}
        <input type="date" value={filters.start_date} max={filters.end_date} onChange={(e) => set('start_date', e.target.value)} />
      </label>
      <label className="field">
        {texts.search.to}
        <input type="date" value={filters.end_date} min={filters.start_date} onChange={(e) => set('end_date', e.target.value)} />
      </label>
    </div>
  );
}

/** What was found; before anything is asked, the newest reels within the filters. */
function Results({ filters }: { filters: Filters }) {
  const { client } = useSession();
  const q = filters.q.trim();
  const list = usePages(
    useCallback(
      (page, signal) => {
        const query = {
          page,
          per_page: 24,
          ...(filters.category_id === '' ? {} : { category_id: Number(filters.category_id) }),
          ...(filters.merchant_id === '' ? {} : { merchant_id: Number(filters.merchant_id) }),
          ...(filters.start_date === '' ? {} : { start_date: filters.start_date }),
          ...(filters.end_date === '' ? {} : { end_date: filters.end_date }),
        };
        return q === '' ? client.listPublicReels(query, { signal }) : client.searchReels({ q, ...query }, { signal });
      },
      [client, q, filters],
    ),
  );
  if (list.error !== null) {
    return <Failure title={texts.search.failed} hint={explain(list.error)} onRetry={list.reload} />;
  }
  return (
    <section aria-busy={list.loading} className="results">
      {/* What is not found is said below. */}
      <div role="status" className={list.total === 0 ? 'spoken' : undefined}>
        <h2>{q === '' ? texts.search.latest : list.total === null ? texts.app.loading : texts.search.results(list.total, q)}</h2>
      </div>
      {list.items.length > 0 && (
        <ul className="tiles">
          {list.items.map((reel) => (
            <Tile key={reel.reel_id} reel={reel} />
          ))}
        </ul>
      )}
      {list.loading && <TileSkeletons />}
      {!list.loading && list.items.length === 0 && (
        <Note icon="search" title={q === '' ? texts.search.noneAtAll : texts.search.none(q)} hint={texts.search.noneHint} />
      )}
      {!list.loading && list.hasMore && <Button onClick={list.more}>{texts.app.more}</Button>}
    </section>
  );
}
