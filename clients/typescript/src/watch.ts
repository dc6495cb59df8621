/** Measures how long something really played: not while it is paused, stalled, hidden, or the clock is set. */
export class Stopwatch {
  readonly #now: () => number;
  #played = 0;
  #since: number | null = null;

  /** @param now milliseconds of a clock that never goes back, such as `performance.now` */
  constructor(now: () => number) {
    this.#now = now;
  }

  get isRunning(): boolean {
    return this.#since !== null;
  }

  start(): void {
    this.#since ??= this.#now();
  }

  stop(): void {
    this.#played += this.#running();
    this.#since = null;
  }

  milliseconds(): number {
    return this.#played + this.#running();
  }

  #running(): number {
    return this.#since === null ? 0 : Math.max(0, this.#now() - this.#since);
  }
}
