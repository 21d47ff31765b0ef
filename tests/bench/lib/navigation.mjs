// From the start of a navigation until the page can be used: its title is in the document, and the
// page's thread has taken the next task. A new tab each time.

import { inNewTab } from './browsers.mjs';

/** Milliseconds to open `address` until `selector` is there. */
export async function navigate(browser, address, selector) {
  return inNewTab(
    browser,
    address,
    (page) => page.evaluate(() => window.benchUsable),
    (page) => page.evaluateOnNewDocument(watch, selector),
  );
}

/**
 * Before the page's scripts: a promise of the moment. `performance.now()` counts from the start of the
 * navigation. (`page.waitForFunction` would not do: the page's policy refuses its `new Function`.)
 */
export function watch(selector) {
  window.benchUsable = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${location}: no ${selector} after 60 s`)), 60_000);
    const observer = new MutationObserver(() => {
      if (!document.querySelector(selector)) return;
      observer.disconnect();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}
