// Waiting for something to become true. The limit only ends a test that will never succeed.

import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 15_000;
const BETWEEN_MS = 15;

/** Calls `probe` until it gives something true, and returns that. `what` names it in the failure. */
export async function until(what, probe) {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await pause(BETWEEN_MS);
  }
}
