/**
 * Things that are on or off at the service, and are tapped faster than it answers. What was asked for last is what comes
 * out: one request at a time for each thing, and none for what is so already.
 */
export class Switches {
  readonly #wanted = new Map<string, boolean>();
  readonly #running = new Map<string, Promise<void>>();

  /** Whether somebody asks for the other by now. */
  isStillWanted(what: string, on: boolean): boolean {
    return this.#wanted.get(what) === on;
  }

  /** @param show shows it at once, and as it really is when the service refuses */
  set(what: string, on: boolean, send: (on: boolean) => Promise<void>, show: (on: boolean) => void): Promise<void> {
    this.#wanted.set(what, on);
    show(on);
    let running = this.#running.get(what);
    if (running === undefined) {
      running = this.#run(what, !on, send, show);
      this.#running.set(what, running);
    }
    return running;
  }

  async #run(what: string, before: boolean, send: (on: boolean) => Promise<void>, show: (on: boolean) => void): Promise<void> {
    let known = before;
    try {
      for (let on = !known; on !== known; on = this.#wanted.get(what) ?? known) {
        await send(on);
        known = on;
      }
    } catch (error) {
      show(known);
      throw error;
    } finally {
      this.#wanted.delete(what);
      this.#running.delete(what);
    }
  }
}
