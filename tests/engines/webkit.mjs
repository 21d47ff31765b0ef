// WebKitGTK, with Safari's engine, in its own small browser, on a screen that nobody sees. No puppeteer speaks to it:
// what tests/browser asks of puppeteer's pages is said here in WebDriver.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { folder } from '../browser/lib/environment.mjs';
import { until } from '../browser/lib/until.mjs';
import { proxy } from './proxy.mjs';
import { Session } from './webdriver.mjs';

const DRIVER = process.env.WEBKIT_DRIVER || '/usr/bin/WebKitWebDriver';
const MINI_BROWSER = process.env.MINI_BROWSER || '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** The errors of pages are heard in what it writes; an attack may open a window, as in the other browsers. */
const ARGUMENTS = ['--automation', '--enable-write-console-messages-to-stdout=true', '--javascript-can-open-windows-automatically=true'];

/** What was started here; ends with this process. */
const started = new Set();
process.on('exit', () => started.forEach((child) => child.kill()));

function begin(program, args, options) {
  const child = spawn(program, args, options);
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}

async function end(child) {
  if (!started.has(child)) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

/** A screen of its own; X finds a free number for it. */
async function screen() {
  const child = begin('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '1400x1000x24'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = await once(child.stdio[3], 'data');
  return { child, display: `:${String(number).trim()}` };
}

/** A port that was free a moment ago. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A tab. It does what the tests of tests/browser ask of puppeteer's, by the same names. */
class Page {
  #context;

  #window;

  constructor(context, window) {
    this.#context = context;
    this.#window = window;
  }

  get #session() {
    return this.#context.session;
  }

  /** All that the profile asked the network for: addresses, a list that grows. */
  get requests() {
    return this.#context.requests;
  }

  /** Errors are the profile's, whose tabs write to one output. Questions of the browser are answered by the driver. */
  on(event, listener) {
    if (event === 'pageerror') this.#context.errors.push(listener);
  }

  setDefaultTimeout() {}

  browserContext() {
    return this.#context;
  }

  close() {
    return this.#context.close();
  }

  goto(address) {
    return this.#session.go(this.#window, address);
  }

  content() {
    return this.#session.source(this.#window);
  }

  /** The value of a JavaScript expression that may use the list `given`; awaited there. */
  async #value(expression, given) {
    const { error, value } = await this.#session.run(this.#window, `
      const [given, done] = arguments;
      (async () => ${expression})().then((value) => done({ value }), (error) => done({ error: String(error) }));
    `, [given]);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  evaluate(look, ...given) {
    return this.#value(`(${look})(...given)`, given);
  }

  $eval(selector, look, ...given) {
    return this.#value(`{
      const [selector, ...more] = given;
      const element = document.querySelector(selector);
      if (element === null) throw new Error('No element found for ' + selector);
      return (${look})(element, ...more);
    }`, [selector, ...given]);
  }

  $$eval(selector, look, ...given) {
    return this.#value(`{
      const [selector, ...more] = given;
      return (${look})([...document.querySelectorAll(selector)], ...more);
    }`, [selector, ...given]);
  }

  async click(selector) {
    try {
      await this.#session.click(this.#window, await this.#session.find(this.#window, selector));
    } catch (error) {
      if (/^(no such element|stale element|element (click intercepted|not interactable))/.test(error.name)) {
        throw new Error(`${selector} is not clickable: ${error.message}`);
      }
      throw error;
    }
  }

  /** Chooses an option of a list, as a user does. */
  select(selector, value) {
    return this.click(`${selector} option[value="${value}"]`);
  }

  async $(selector) {
    const element = await this.#session.find(this.#window, selector);
    return {
      uploadFile: (...files) => this.#session.type(this.#window, element, files.join('\n')),
      dispose: async () => {},
    };
  }
}

/** A profile: a browser of its own, with its driver, its folders, and a proxy that sees what it asks for. */
class Context {
  errors = [];

  /** Its first tab is there from the start. */
  #first = null;

  static async start(display, downloads) {
    const context = new Context();
    const home = folder('webkit');
    const own = Object.fromEntries(['config', 'data', 'cache'].map((name) => {
      const made = path.join(home, name);
      mkdirSync(made);
      return [`XDG_${name.toUpperCase()}_HOME`, made];
    }));
    writeFileSync(path.join(own.XDG_CONFIG_HOME, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
    context.proxy = await proxy();
    const port = await freePort();
    context.driver = begin(DRIVER, [`--port=${port}`], {
      env: {
        ...own,
        PATH: process.env.PATH,
        LANG: process.env.LANG,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        DISPLAY: display,
        GDK_BACKEND: 'x11',
        // No buses, no graphics card.
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        NO_AT_BRIDGE: '1',
        GSETTINGS_BACKEND: 'memory',
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [context.driver.stdout, context.driver.stderr]) {
      createInterface({ input: output }).on('line', (line) => context.#hear(line));
    }
    const address = `http://127.0.0.1:${port}`;
    await until('WebKitWebDriver', () => Session.isReady(address));
    context.session = await Session.start(address, {
      unhandledPromptBehavior: 'accept',
      proxy: { proxyType: 'manual', httpProxy: context.proxy.address, sslProxy: context.proxy.address },
      'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ARGUMENTS },
    });
    context.#first = context.session.window;
    return context;
  }

  /** What the browser writes: among it, errors that nobody caught on a page. */
  #hear(line) {
    if (process.env.WEBKIT_WORDS) console.error(line);
    if (/^CONSOLE JS ERROR /.test(line)) this.errors.forEach((listener) => listener(line));
  }

  get requests() {
    return this.proxy.log;
  }

  async newPage() {
    const window = this.#first ?? await this.session.open();
    this.#first = null;
    return new Page(this, window);
  }

  async close() {
    await this.session.close().catch(() => {});
    await end(this.driver);
    this.proxy.close();
  }
}

/** Starts what its browsers stand on. */
export async function start() {
  const { child, display } = await screen();
  return {
    createBrowserContext: ({ downloadBehavior: { downloadPath } }) => Context.start(display, downloadPath),
    close: () => end(child),
  };
}
