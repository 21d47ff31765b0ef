// Whether anything still moves: this process and all that it started, the browsers and the made-up card among them.

import { readdirSync, readFileSync } from 'node:fs';

/** How often to look, and for how many looks in a row nothing may have moved. */
const PERIOD_MS = 1000;
const STILL = 20;
/** Where the system does not tell (elsewhere than on Linux), every look finds nothing. */
const UNTOLD = 300;

/** The processor's time, in milliseconds, after which what moves is taken for running in circles. */
const CIRCLES_MS = 600_000;

/**
 * The share of one core that a browser at rest may take. What works has at each moment a thread that runs or waits for
 * its turn, whatever else keeps the machine busy: together they make a whole core.
 */
const AT_REST = 0.5;

const lines = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // What it told of has ended.
    return '';
  }
};

const numbers = (folder) => readdirSync(folder).filter((name) => /^\d+$/.test(name));

/** This process and its descendants (proc_pid_stat(5): the parent is the second word after the name). */
function family() {
  const children = new Map();
  for (const id of numbers('/proc')) {
    const stat = lines(`/proc/${id}/stat`);
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    children.set(parent, [...children.get(parent) ?? [], id]);
  }
  const found = [String(process.pid)];
  for (const id of found) found.push(...children.get(id) ?? []);
  return found;
}

/** Each thread's time on a core and time waiting for one, in nanoseconds since it began. */
function threads() {
  const found = new Map();
  for (const id of family()) {
    try {
      for (const thread of numbers(`/proc/${id}/task`)) {
        const [ran, waited] = lines(`/proc/${id}/task/${thread}/schedstat`).split(' ').map(Number);
        if (waited !== undefined) found.set(thread, { ran, waited });
      }
    } catch {
      // The process has ended.
    }
  }
  return found;
}

/** One wait: looks, and says so when there is nothing left to wait for. */
export class Stillness {
  static PERIOD_MS = PERIOD_MS;

  #before = null;

  #at = 0;

  #still = 0;

  #ran = 0;

  /** Why it is of no use to wait on; null while it is. */
  look() {
    if (process.platform !== 'linux') {
      this.#still += 1;
      return this.#still < UNTOLD ? null : `not in ${UNTOLD} s`;
    }
    const [now, at] = [threads(), performance.now()];
    if (this.#before) {
      let [ran, waited] = [0, 0];
      for (const [thread, told] of now) {
        const known = this.#before.get(thread) ?? { ran: 0, waited: 0 };
        ran += (told.ran - known.ran) / 1e6;
        waited += (told.waited - known.waited) / 1e6;
      }
      this.#ran += ran;
      this.#still = ran + waited < AT_REST * (at - this.#at) ? this.#still + 1 : 0;
    }
    [this.#before, this.#at] = [now, at];
    if (this.#still >= STILL) return `nothing moved for ${STILL} s`;
    return this.#ran < CIRCLES_MS ? null : `after ${CIRCLES_MS / 1000} s of the processor's time`;
  }
}
