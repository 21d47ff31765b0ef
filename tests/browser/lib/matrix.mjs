// The one table of where the page is opened: which browser, from where, in which language.

/** How the page can be opened, and what the browser gives it there. */
export const ORIGINS = {
  file: { secure: true, title: 'file://' },
  localhost: { secure: true, title: 'http://localhost' },
  // Another name that leads to loopback: an insecure context, as on an intranet.
  intranet: { secure: false, title: 'http://intranet.test' },
};

/** The browsers, and where each opens the page from. */
const BROWSERS = {
  chromium: Object.keys(ORIGINS),
  firefox: Object.keys(ORIGINS),
  'chromium-109': ['file', 'localhost'],
  webkit: ['file', 'localhost'],
};

/** Those of this run: today's, unless `cargo xtask test engines` names the others. */
const NAMED = (process.env.CERTIROC_BROWSERS ?? 'chromium firefox').split(' ');

const LANGUAGES = ['fr', 'en'];

/** Every combination. */
export const MATRIX = NAMED.flatMap((browser) => BROWSERS[browser].flatMap((origin) =>
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
  ...only({ browser: 'firefox', origin: 'localhost', language: 'en' }),
];

/** Whether it is a Chromium, of whatever age. */
export const isChromium = ({ browser }) => browser.startsWith('chromium');

/** Whether the browser has the File System Access API there. */
export const hasPicker = (place) => isChromium(place) && ORIGINS[place.origin].secure;

/** A combination in words. */
export const titled = ({ browser, origin, language }) => `${browser}, ${ORIGINS[origin].title}, ${language}`;
