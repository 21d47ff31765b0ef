// Waiting for something to become true. No clock ends it: it ends when nothing moves any more.

import { setTimeout as pause } from 'node:timers/promises';

import { Stillness } from './stillness.mjs';

/** Between two probes: at first, and later, so that the probes are not themselves what moves. */
const BETWEEN_MS = 15;
const LATER_MS = 250;

/** What only a clock can end, in puppeteer, which then says what it waited for. */
export const PATIENCE_MS = 600_000;

/** Calls `probe` until it gives something true, and returns that. `what` names it in the failure. */
export async function until(what, probe) {
  const stillness = new Stillness();
  let over = null;
  const looking = setInterval(() => { over = stillness.look(); }, Stillness.PERIOD_MS);
  const begin = performance.now();
  try {
    for (;;) {
      const found = await probe();
      if (found) return found;
      const elapsed = performance.now() - begin;
      if (over) throw new Error(`never: ${what} (${over}; ${Math.round(elapsed / 1000)} s in all)`);
      await pause(Math.min(LATER_MS, Math.max(BETWEEN_MS, elapsed / 10)));
    }
  } finally {
    clearInterval(looking);
  }
}
