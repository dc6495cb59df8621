/**
 * Where the client keeps what must survive a restart. `localStorage` fits, and so does React Native's AsyncStorage.
 * A store that fails is treated as if it were empty: nothing else breaks.
 */
export interface KeyValueStore {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
}

/** A store that forgets with the page. */
export class MemoryStore implements KeyValueStore {
  readonly #items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}
