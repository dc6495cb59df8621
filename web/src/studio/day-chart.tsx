import type { DayStats } from '@aoin/reels-client';
import { useLayoutEffect, useRef, useState } from 'react';
import { LANGUAGE, texts } from '../texts.js';
import { number } from '../format.js';
import { Choice } from '../ui/parts.js';

type Measure = 'views' | 'likes' | 'shares';
const MEASURES = (['views', 'likes', 'shares'] as const).map((id) => ({ id, label: texts.analytics[id] }));

const HEIGHT = 200;
const FOOT = 22;
const SIDE = 34;
const WIDEST_BAR = 48;
const dates = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A bar a day. Those who cannot see it find the same figures in its description, day by day. */
export function DayChart({ days }: { days: DayStats[] }) {
  const [measure, setMeasure] = useState<Measure>('views');
  const [svg, width] = useWidth();
  const top = roundUp(Math.max(...days.map((day) => day[measure]), 4));
  const total = days.reduce((sum, day) => sum + day[measure], 0);
  const step = (width - SIDE) / Math.max(1, days.length);
  const bar = Math.min(step * 0.7, WIDEST_BAR);
  // More likes may be taken back on a day than are given.
  const height = (n: number) => ((HEIGHT - FOOT - 8) * Math.max(0, n)) / top;
  const every = Math.ceil(days.length / Math.min(7, Math.max(2, Math.floor(width / 70))));
  return (
    <figure className="card day-chart">
      <figcaption className="bar">
        <h2>{texts.analytics.daily}</h2>
        <Choice label={texts.analytics.measure} tabs={MEASURES} active={measure} onPick={setMeasure} />
      </figcaption>
      <svg ref={svg} viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} role="img" aria-label={texts.analytics.dailyOf(texts.analytics[measure], number(total), days.length)}>
        {[0, top / 2, top].map((n) => (
          <g key={n}>
            <line x1={SIDE} x2={width} y1={HEIGHT - FOOT - height(n)} y2={HEIGHT - FOOT - height(n)} className="grid-line" />
            <text x={SIDE - 8} y={HEIGHT - FOOT - height(n) + 4} textAnchor="end">
              {number(n)}
            </text>
          </g>
        ))}
        {days.map((day, i) => (
          <g key={day.date} className="day">
            <rect className="day-area" x={SIDE + i * step} y={0} width={step} height={HEIGHT - FOOT} />
            <rect
              className="day-bar"
              x={SIDE + (i + 0.5) * step - bar / 2}
              y={HEIGHT - FOOT - height(day[measure])}
              width={bar}
              height={height(day[measure])}
              rx={Math.min(4, bar / 3)}
            />
            <title>{`${dates.format(new Date(day.date))}: ${number(day[measure])}`}</title>
            {i % every === 0 && (
              <text x={SIDE + i * step + step / 2} y={HEIGHT - 4} textAnchor="middle">
                {dates.format(new Date(day.date))}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}

/** The width that a drawing has on screen, so that its letters are as large as all others. */
function useWidth() {
  const ref = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.max(200, Math.round(entry!.contentRect.width))));
    watch.observe(ref.current!);
    return () => watch.disconnect();
  }, []);
  return [ref, width] as const;
}

/** The next number that reads well at the top of a scale and halves to a whole one. */
function roundUp(n: number): number {
  const power = 10 ** Math.floor(Math.log10(n));
  const best = [1, 2, 4, 6, 8, 10].find((factor) => factor * power >= n)!;
  return Math.max(4, best * power);
}
