// The one table of where the page is opened: which browser, from where, in which language.

const BROWSERS = ['chromium', 'firefox'];

/** How the page can be opened, and what the browser gives it there. */
export const ORIGINS = {
  file: { secure: true, title: 'file://' },
  localhost: { secure: true, title: 'http://localhost' },
  // Another name that leads to loopback: an insecure context, as on an intranet.
  intranet: { secure: false, title: 'http://intranet.test' },
};

const LANGUAGES = ['fr', 'en'];

/** Every combination. */
export const MATRIX = BROWSERS.flatMap((browser) => Object.keys(ORIGINS).flatMap((origin) =>
  LANGUAGES.map((language) => ({ browser, origin, language }))));

/** The combinations that agree with `wanted`. */
export const only = (wanted) =>
  MATRIX.filter((place) => Object.entries(wanted).every(([key, value]) => [value].flat().includes(place[key])));

/** One combination a browser, in this place and language. */
export const inBoth = (origin = 'file', language = 'fr') => only({ origin, language });

/**
 * Each browser and each language once, opened in two ways: for what no two of these decide together. Where browser and
 * way do, in keys and saving, run.test.mjs has every combination, and in what may leave the page, network.test.mjs.
 */
export const EACH_ONCE = [
  ...only({ browser: 'chromium', origin: 'file', language: 'fr' }),
  ...only({ browser: 'firefox', origin: 'intranet', language: 'en' }),
];

/** Whether the browser has the File System Access API there. */
export const hasPicker = ({ browser, origin }) => browser === 'chromium' && ORIGINS[origin].secure;

/** A combination in words. */
export const titled = ({ browser, origin, language }) => `${browser}, ${ORIGINS[origin].title}, ${language}`;
