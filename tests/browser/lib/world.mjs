// The page's surroundings for one test file: a server, and the browsers, started when first needed.

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { INTRANET, launch } from './browsers.mjs';
import { folder, HTML, pageText } from './environment.mjs';
import { serve } from './server.mjs';
import { PATIENCE_MS } from './until.mjs';
import { Visit } from './visit.mjs';

const HOSTS = { localhost: 'localhost', intranet: INTRANET };

export class World {
  #browsers = new Map();

  #server = null;

  /** What the server answers beside the page itself. */
  answers = { '/': pageText };

  async server() {
    this.#server ??= serve(this.answers);
    return this.#server;
  }

  /** The shared browser of that name. `options` count for the first call. */
  browser(name, options) {
    if (!this.#browsers.has(name)) this.#browsers.set(name, launch(name, options));
    return this.#browsers.get(name);
  }

  /** Where a place finds the page, or another `html` in its stead. */
  async address({ origin }, html) {
    if (origin === 'file') {
      if (html === undefined) return pathToFileURL(HTML).href;
      const at = path.join(folder('page'), 'certiroc.html');
      writeFileSync(at, html);
      return pathToFileURL(at).href;
    }
    const server = await this.server();
    if (html === undefined) return server.address(HOSTS[origin]);
    const at = `/page-${Object.keys(this.answers).length}`;
    this.answers[at] = html;
    return server.address(HOSTS[origin], at);
  }

  /** A tab in this profile, which no clock of puppeteer's hurries. */
  async page(context) {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  }

  /** A tab in a profile of its own (nothing stored), not loaded yet. */
  async tab(place, { html, started } = {}) {
    const { browser, downloads: shared } = started ?? await this.browser(place.browser);
    const firefox = place.browser === 'firefox';
    const downloads = firefox ? shared : folder('downloads');
    // Firefox has one folder for all tabs; what a test before this one left is not this one's.
    if (firefox) for (const file of readdirSync(downloads)) rmSync(path.join(downloads, file));
    const options = firefox ? {} : { downloadBehavior: { policy: 'allow', downloadPath: downloads } };
    const context = await browser.createBrowserContext(options).catch(async (error) => {
      // Chromium has been seen to end by itself, with no page open.
      if (started || browser.connected !== false) throw error;
      console.error(`${place.browser} has ended between two visits: ${error.message}; another is started`);
      this.#browsers.delete(place.browser);
      return (await this.browser(place.browser)).browser.createBrowserContext(options);
    });
    const page = await this.page(context);
    const visit = new Visit({ page, place, address: await this.address(place, html), downloads });
    await visit.replacePickers();
    return visit;
  }

  /** Another tab in the profile of `visit`, not loaded yet. Both then act as if each were the one in front. */
  async beside({ page, place, address, downloads }) {
    const visit = new Visit({ page: await this.page(page.browserContext()), place, address, downloads });
    await Promise.all([page, visit.page].map((tab) => tab.emulateFocusedPage(true)));
    await visit.replacePickers();
    return visit;
  }

  /** Opens the page in a tab, calls `use` with it, and closes it; errors that nobody caught fail. */
  async visit(place, use, { hash = '', ...options } = {}) {
    const visit = await this.tab(place, options);
    try {
      await visit.open(hash);
      await use(visit);
      visit.assertQuiet();
    } finally {
      await visit.page.browserContext().close().catch(() => {});
    }
  }

  async close() {
    const browsers = await Promise.all(this.#browsers.values());
    await Promise.all(browsers.map(({ browser }) => browser.close()));
    if (this.#server) await (await this.#server).close();
  }
}
