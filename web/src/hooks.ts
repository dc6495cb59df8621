import type { Pagination } from '@aoin/reels-client';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  value: T | null;
  error: unknown;
  loading: boolean;
  reload: () => void;
}

/** Reads something when it is first needed and whenever `read` changes; a late answer to an old question is dropped. */
export function useLoaded<T>(read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: unknown; loading: boolean }>({
    value: null,
    error: null,
    loading: true,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({ ...before, error: null, loading: true }));
    read(controller.signal).then(
      (value) => controller.signal.aborted || setState({ value, error: null, loading: false }),
      (error: unknown) => controller.signal.aborted || setState({ value: null, error, loading: false }),
    );
    return () => controller.abort();
  }, [read, round]);
  return { ...state, reload: useCallback(() => setRound((n) => n + 1), []) };
}

interface Page<T> {
  data: T[];
  pagination: Pick<Pagination, 'has_next' | 'total'>;
}

export interface Pages<T> {
  items: T[];
  total: number | null;
  loading: boolean;
  error: unknown;
  hasMore: boolean;
  more: () => void;
  reload: () => void;
  change: (change: (items: T[]) => T[]) => void;
}

/** A list that grows by a page at a time. */
export function usePages<T>(read: (page: number, signal: AbortSignal) => Promise<Page<T>>): Pages<T> {
  const empty = { items: [] as T[], total: null as number | null, page: 0, loading: true, error: null as unknown, hasMore: true };
  const [state, setState] = useState(empty);
  const [round, setRound] = useState(0);
  const current = useRef<AbortController | null>(null);

  const load = useCallback(
    (page: number) => {
      const controller = new AbortController();
      current.current?.abort();
      current.current = controller;
      setState((before) => ({ ...before, loading: true, error: null }));
      read(page, controller.signal).then(
        ({ data, pagination }) =>
          controller.signal.aborted ||
          setState((before) => ({
            items: page === 1 ? data : [...before.items, ...data],
            total: pagination.total,
            page,
            loading: false,
            error: null,
            hasMore: pagination.has_next,
          })),
        (error: unknown) => controller.signal.aborted || setState((before) => ({ ...before, loading: false, error })),
      );
    },
    [read],
  );

  useEffect(() => {
    setState(empty);
    load(1);
    return () => current.current?.abort();
    // `empty` is the same every time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [load, round]);

  return {
    ...state,
    more: () => {
      if (!state.loading && state.hasMore) {
        load(state.page + 1);
      }
    },
    reload: useCallback(() => setRound((n) => n + 1), []),
    change: (change) => setState((before) => ({ ...before, items: change(before.items) })),
  };
}

export function useOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}

/** Shown in the browser's tab, and read out when the screen changes. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
