// Starts the browsers, as strict as they are for a user: puppeteer's defaults are looser.

import puppeteer from 'puppeteer-core';

import { CHROMIUM, FIREFOX, folder } from './environment.mjs';
import { PATIENCE_MS } from './until.mjs';

/** How long the browsers themselves may take. */
const PATIENCE = { timeout: PATIENCE_MS, protocolTimeout: PATIENCE_MS };

/** The insecure name, which both browsers are told to find on loopback. */
export const INTRANET = 'intranet.test';

/** What each Chromium is started with. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
  '--disable-popup-blocking',
  `--host-resolver-rules=MAP ${INTRANET} 127.0.0.1`,
];

async function chromium({ args = [] }) {
  return puppeteer.launch({
    browser: 'chrome',
    ...PATIENCE,
    executablePath: CHROMIUM,
    headless: true,
    userDataDir: folder('chromium'),
    args: [...CHROMIUM_ARGUMENTS, ...args],
  });
}

async function firefox({ downloads, preferences = {} }) {
  return puppeteer.launch({
    browser: 'firefox',
    ...PATIENCE,
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: {
      // Puppeteer sets this to false, which lets a local file read its neighbours.
      'security.fileuri.strict_origin_policy': true,
      // Puppeteer switches the question off that guards unsaved work.
      'dom.disable_beforeunload': false,
      'dom.security.https_first': false,
      'network.dns.localDomains': INTRANET,
      // WebRTC would not speak to a listener on loopback: an attack must be able to succeed.
      'media.peerconnection.ice.loopback': true,
      'dom.disable_open_during_load': false,
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'browser.download.useDownloadDir': true,
      'browser.download.always_ask_before_handling_new_types': false,
      'browser.download.alwaysOpenPanel': false,
      'browser.helperApps.neverAsk.saveToDisk': 'application/zip,application/pkcs10',
      ...preferences,
    },
  });
}

/** How each is started. The last two have a suite of their own, which brings what they need. */
const STARTS = {
  chromium,
  firefox,
  'chromium-109': () => import('../../engines/chromium-109.mjs').then(({ start }) => start()),
  webkit: () => import('../../engines/webkit.mjs').then(({ start }) => start()),
};

/** A browser of its own. `downloads` is where its files go if it is Firefox; others have one folder a visit instead. */
export async function launch(name, options = {}) {
  const downloads = folder('downloads');
  return { name, browser: await STARTS[name]({ downloads, ...options }), downloads };
}
