export interface Persona {
  user_id: number;
  name: string;
  /** What they are, such as `shopper`, `merchant of Kiln & Clay` or `admin`. */
  who: string;
}

interface Settings {
  /** In demo mode, whom one may be. */
  personas?: Persona[];
}

/** What the service tells the page about itself. */
export const settings: Settings = read();

function read(): Settings {
  try {
    const text = document.querySelector<HTMLMetaElement>('meta[name=reels-settings]')?.content ?? '';
    return JSON.parse(text) as Settings;
  } catch {
    // Served by the development server, which fills nothing in.
    return {};
  }
}
