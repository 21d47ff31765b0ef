// A session of WebDriver (https://www.w3.org/TR/webdriver2/), as much of it as the tests use.

import { PATIENCE_MS } from '../browser/lib/until.mjs';

/** The key under which an element is named. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Asks a driver; what it answers. An error bears the driver's own code as its name. */
async function call(driver, method, path, body) {
  const answer = await fetch(`${driver}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = await answer.json();
  if (answer.ok) return value;
  throw Object.assign(new Error(`${value.error}: ${value.message} (${method} ${path})`), { name: value.error });
}

export class Session {
  #driver;

  #path;

  /** The window that commands go to. */
  #window;

  /** Commands go one after the other: each to its own window. */
  #queue = Promise.resolve();

  /** Starts a session of a driver, at an address on loopback, with capabilities that must be met. */
  static async start(driver, capabilities) {
    const session = new Session();
    session.#driver = driver;
    const { sessionId } = await call(driver, 'POST', '/session', {
      capabilities: {
        alwaysMatch: { timeouts: { script: PATIENCE_MS, pageLoad: PATIENCE_MS, implicit: 0 }, ...capabilities },
      },
    });
    session.#path = `/session/${sessionId}`;
    session.#window = await call(driver, 'GET', `${session.#path}/window`);
    return session;
  }

  /** Whether a driver is ready there. */
  static isReady(driver) {
    return call(driver, 'GET', '/status').then(({ ready }) => ready, () => false);
  }

  get window() {
    return this.#window;
  }

  /** A command to a window. */
  #to(window, method, path, body) {
    const done = this.#queue.then(async () => {
      if (window !== this.#window) {
        await call(this.#driver, 'POST', `${this.#path}/window`, { handle: window });
        this.#window = window;
      }
      return call(this.#driver, method, `${this.#path}${path}`, body);
    });
    this.#queue = done.catch(() => {});
    return done;
  }

  /** Opens another window; its name. */
  async open() {
    return (await this.#to(this.#window, 'POST', '/window/new', { type: 'tab' })).handle;
  }

  go(window, url) {
    return this.#to(window, 'POST', '/url', { url });
  }

  source(window) {
    return this.#to(window, 'GET', '/source');
  }

  /** Runs the body of a function in the page, which gets `args` and, last, what it calls with its outcome. */
  run(window, script, args) {
    return this.#to(window, 'POST', '/execute/async', { script, args });
  }

  /** The first element of a CSS selector. */
  async find(window, selector) {
    return (await this.#to(window, 'POST', '/element', { using: 'css selector', value: selector }))[ELEMENT];
  }

  /** Presses the middle of an element, as a user does. */
  click(window, element) {
    return this.#to(window, 'POST', `/element/${element}/click`, {});
  }

  /** Types text into an element; for a file input, the paths of files. */
  type(window, element, text) {
    return this.#to(window, 'POST', `/element/${element}/value`, { text });
  }

  /** Ends the session and its browser. */
  close() {
    return call(this.#driver, 'DELETE', this.#path);
  }
}
