import type { Analytics as Figures, AnalyticsSortBy, ReelStats } from '@aoin/reels-client';
import { useCallback, useState } from 'react';
import { explain } from '../errors.js';
import { age, count, number, percent } from '../format.js';
import { useLoaded } from '../hooks.js';
import { Link } from '../router.js';
import { useSession } from '../session.js';
import { texts } from '../texts.js';
import { Button, Choice, Failure, Note, Skeletons } from '../ui/parts.js';
import { DayChart } from './day-chart.js';

const PERIODS = { week: 7, month: 30, all: null } as const;
type Period = keyof typeof PERIODS;
const CHOICES = (['week', 'month', 'all'] as const).map((id) => ({ id, label: texts.analytics[id] }));
const SORTS = Object.entries(texts.analytics.sorts) as [AnalyticsSortBy, string][];
const DAY_MS = 24 * 60 * 60_000;

const dayBefore = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

export function Analytics() {
  const { client } = useSession();
  const [period, setPeriod] = useState<Period>('week');
  const [sort, setSort] = useState<AnalyticsSortBy>('views');
  const [page, setPage] = useState(1);
  const days = PERIODS[period];
  const { value, error, loading, reload } = useLoaded(
    useCallback(
      (signal) =>
        client.getMyAnalytics(
          { page, per_page: 20, sort_by: sort, ...(days === null ? {} : { start_date: dayBefore(days - 1) }) },
          { signal },
        ),
      [client, page, sort, days],
    ),
  );
  const data = value?.data;
  if (error !== null) {
    return <Failure title={texts.analytics.failed} hint={explain(error)} onRetry={reload} />;
  }
  return (
    <div className="analytics" aria-busy={loading}>
      <Choice
        label={texts.analytics.range}
        tabs={CHOICES}
        active={period}
        onPick={(next) => {
          setPeriod(next);
          setPage(1);
        }}
      />
      {data ? (
        <>
          <Totals stats={data.aggregated_stats} />
          <DayChart days={data.daily} />
          {data.reel_stats.length === 0 ? (
            <Note icon="chart" title={texts.analytics.empty} hint={texts.analytics.emptyHint} />
          ) : (
            <section className="card">
              <header className="bar">
                <h2>{texts.analytics.table}</h2>
                <label className="sort">
                  {texts.analytics.sort}
                  <select
                    value={sort}
                    onChange={(event) => {
                      setSort(event.target.value as AnalyticsSortBy);
                      setPage(1);
                    }}
                  >
                    {SORTS.map(([id, label]) => (
                      <option key={id} value={id}>
                        {label}
                      </option>
                    ))}
                  </select>
                </label>
              </header>
              <ReelTable reels={data.reel_stats} />
              {data.pagination.pages > 1 && (
                <div className="form-actions">
                  <Button disabled={!data.pagination.has_prev} onClick={() => setPage(page - 1)}>
                    {texts.app.back}
                  </Button>
                  <Button disabled={!data.pagination.has_next} onClick={() => setPage(page + 1)}>
                    {texts.app.more}
                  </Button>
                </div>
              )}
            </section>
          )}
        </>
      ) : (
        <Skeletons count={4} className="rows-loading own-loading" />
      )}
    </div>
  );
}

function Totals({ stats }: { stats: Figures['aggregated_stats'] }) {
  const figures = [
    [texts.analytics.views, count(stats.total_views), texts.analytics.perReel(number(stats.average_views_per_reel))],
    [texts.analytics.likes, count(stats.total_likes), texts.analytics.perReel(number(stats.average_likes_per_reel))],
    [texts.analytics.shares, count(stats.total_shares), ''],
    [texts.analytics.engagement, percent(stats.average_engagement_rate), texts.analytics.engagementHint],
    [texts.analytics.reels, count(stats.total_reels), ''],
  ] as const;
  return (
    <dl className="totals" aria-label={texts.analytics.total}>
      {figures.map(([label, value, hint]) => (
        <div key={label}>
          <dt>
            {label} {hint && <small>{hint}</small>}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Every reel with its figures; the bar behind the views compares them at a glance. */
function ReelTable({ reels }: { reels: ReelStats[] }) {
  const most = Math.max(1, ...reels.map((reel) => reel.views_count));
  const a = texts.analytics;
  return (
    <div className="table" tabIndex={0} role="region" aria-label={a.table}>
      <table>
        <thead>
          <tr>
            {[a.reel, a.views, a.likes, a.shares, a.engagement, a.completion, a.watchTime].map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reels.map((reel) => (
            <tr key={reel.reel_id}>
              <th scope="row">
                <Link href={`/reel/${reel.reel_id}`}>{reel.product_name ?? texts.studio.reasons.PRODUCT_DELETED}</Link>
                <small>{reel.is_visible ? age(reel.created_at) : reel.disabling_reasons.map((r) => texts.studio.reasons[r]).join(', ')}</small>
              </th>
              <td className="with-meter">
                {number(reel.views_count)}
                <meter min={0} max={most} value={reel.views_count} aria-hidden="true" />
              </td>
              <td>{number(reel.likes_count)}</td>
              <td>{number(reel.shares_count)}</td>
              <td>{percent(reel.engagement_rate)}</td>
              <td>{percent(reel.completion_rate)}</td>
              <td>{a.seconds(number(reel.average_watch_seconds))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
