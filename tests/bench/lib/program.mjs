// Our code beside the page: what tests/bench/program is compiled to, in the folder CERTIROC_BENCH_PROGRAM.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.CERTIROC_BENCH_PROGRAM;
if (!folder) throw new Error('CERTIROC_BENCH_PROGRAM must name the folder of the compiled program');

/** A classic script that declares `wasm_bindgen`. */
export const GLUE = readFileSync(join(folder, 'glue.js'), 'utf8');

/** The module that goes with it. */
export const WASM = readFileSync(join(folder, 'bench.wasm'));

const program = new Function(`${GLUE}\nreturn wasm_bindgen;`)();
program.initSync({ module: WASM });

/**
 * A job of the vault, described as serde describes an `AnyJob` of crates/vault-protocol: `job()`, the bytes that start
 * it, and `told(bytes)`, what the vault says to it, as serde describes a `Told`.
 */
export function conversation(job) {
  const about = new program.Conversation(JSON.stringify(job));
  return { job: () => about.job(), told: (bytes) => JSON.parse(about.told(bytes)) };
}
