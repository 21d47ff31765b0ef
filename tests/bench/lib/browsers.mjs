// Chromium and Firefox, as a user's: the settings that puppeteer loosens are put back.

import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import puppeteer from 'puppeteer-core';

/** A name that browsers do not trust as they trust localhost: no `crypto.subtle` over plain http. */
export const INSECURE_HOST = 'intranet.test';

const LAUNCH = {
  Chromium: (executablePath) => ({
    browser: 'chrome',
    executablePath,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--no-first-run', '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
      // Else the size of a heap is told in coarse steps.
      '--enable-precise-memory-info',
      `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
    ],
  }),
  Firefox: (executablePath) => ({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      'security.fileuri.strict_origin_policy': true,
      'network.dns.localDomains': INSECURE_HOST,
      'dom.security.https_first': false,
      // Else its clock has steps of 1 ms, which a short stage can be shorter than.
      'privacy.reduceTimerPrecision': false,
      'browser.shell.checkDefaultBrowser': false,
      'datareporting.policy.dataSubmissionEnabled': false,
    },
  }),
};

/** Starts a browser by its name, `Chromium` or `Firefox`. */
export async function launch(name, executablePath) {
  return puppeteer.launch({ ...LAUNCH[name](executablePath), protocolTimeout: 180_000 });
}

/** Serves files, `{ '/path': 'file' }`, on a free port of 127.0.0.1: `{ port, close }`. */
export async function serve(files) {
  const server = createServer((request, response) => {
    const file = files[request.url];
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Opens `address` in a tab of its own, calls `use(page)`, and closes the tab. */
export async function inNewTab(browser, address, use, before = async () => {}) {
  const page = await browser.newPage();
  try {
    await before(page);
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    return await use(page);
  } finally {
    await page.close();
  }
}

/** Lets the page's scripts have a file on disk as a user's choice: the first of `#bench-file`. */
export async function giveFile(page, file) {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'bench-file';
    document.documentElement.append(input);
  });
  const input = await page.$('#bench-file');
  await input.uploadFile(file);
  await input.dispose();
}
