// Chromium 109, the last for Windows Server 2012 R2, as npm brings it: its headless shell, packed. The puppeteer of
// tests/browser speaks to none that old; version 19.4.1 was made for it, and is given here what that one has since.

import { createReadStream, createWriteStream, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

import puppeteer from 'puppeteer-core';

import { CHROMIUM_ARGUMENTS } from '../browser/lib/browsers.mjs';
import { folder } from '../browser/lib/environment.mjs';
import { PATIENCE_MS } from '../browser/lib/until.mjs';

/** The program, unpacked beside its package the first time. */
async function program() {
  const packages = path.join(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin');
  const unpacked = path.join(packages, 'chromium');
  if (existsSync(unpacked)) return unpacked;
  // Two who come at once do not see each other's half.
  const beside = mkdtempSync(path.join(packages, 'unpacking-'));
  const part = path.join(beside, 'chromium');
  await pipeline(
    createReadStream(path.join(packages, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(part, { mode: 0o755 }),
  );
  renameSync(part, unpacked);
  rmSync(beside, { recursive: true });
  return unpacked;
}

/** Starts it. */
export async function start() {
  const browser = await puppeteer.launch({
    executablePath: await program(),
    headless: true,
    timeout: PATIENCE_MS,
    userDataDir: folder('chromium-109'),
    args: CHROMIUM_ARGUMENTS,
  });
  const session = await browser.target().createCDPSession();
  browser.createBrowserContext = async ({ downloadBehavior: { policy, downloadPath } }) => {
    const context = await browser.createIncognitoBrowserContext();
    await session.send('Browser.setDownloadBehavior', { behavior: policy, downloadPath, browserContextId: context.id });
    const newPage = context.newPage.bind(context);
    context.newPage = async () => {
      const page = await newPage();
      page.createCDPSession = () => page.target().createCDPSession();
      return page;
    };
    return context;
  };
  return browser;
}
