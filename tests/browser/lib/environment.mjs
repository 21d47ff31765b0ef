// What the suite is given, and where it works.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

if (!process.env.CERTIROC_HTML) {
  throw new Error('CERTIROC_HTML must be the path of the built page (cargo xtask test browser sets it)');
}

/** The built page. */
export const HTML = path.resolve(process.env.CERTIROC_HTML);
export const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
/** The made-up card (package certiroc-card-simulator). */
export const CARD_SIMULATOR = process.env.CERTIROC_CARD_SIMULATOR
  || fileURLToPath(new URL('../../../target/debug/card-simulator', import.meta.url));
export const FIREFOX = process.env.FIREFOX || '/usr/bin/firefox-esr';

/** The clone that this suite is part of. */
export const CLONE = fileURLToPath(new URL('../../../', import.meta.url));

/** The text of the built page. */
export const pageText = () => readFileSync(HTML, 'utf8');

const scratch = mkdtempSync(path.join(tmpdir(), 'certiroc-browser-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

/** A new empty folder, removed when the process ends. */
export const folder = (name) => mkdtempSync(path.join(scratch, `${name}-`));
