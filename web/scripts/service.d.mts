export interface Service {
  url: string;
  /** Its data directory. */
  data: string;
  stop: () => Promise<void>;
}

export function startService(command: 'demo' | 'serve', settings?: Record<string, string>): Promise<Service>;
