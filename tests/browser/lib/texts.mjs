// The page's texts, read from the same Fluent files that it is built of: a test names a message, and
// expects it in the language of the run.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { CLONE } from './environment.mjs';

const LOCALES = path.join(CLONE, 'crates/texts/locales');

function messages(language) {
  const found = new Map();
  const folder = path.join(LOCALES, language);
  const own = readdirSync(folder).filter((name) => ['boot.ftl', 'letters.ftl'].includes(name));
  for (const file of [...own, ...readdirSync(path.join(folder, 'page')).map((name) => path.join('page', name))]) {
    let id = null;
    for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) {
      const start = /^([a-z][a-z0-9-]*) = ?(.*)$/.exec(line);
      if (start) {
        [, id] = start;
        found.set(id, start[2]);
      } else if (/^(\s+\S|\})/.test(line) && id) {
        found.set(id, `${found.get(id)}\n${line}`);
      } else if (line.trim() !== '') {
        id = null;
      }
    }
  }
  return found;
}

const all = { fr: messages('fr'), en: messages('en') };

/** White space as one space: French texts have several kinds, and lines break anywhere. */
export const plain = (text) => text.replace(/\s+/g, ' ').trim();

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternText(source, values) {
  const select = /\{ \$\w+ ->\n([\s\S]*?)\n\s*\}/.exec(source);
  if (select) {
    const variants = select[1].split('\n').map((line) => /^\s*\*?\[\w+\] (.*)$/.exec(line)[1]);
    const [before, after] = source.split(select[0]);
    const either = variants.map((variant) => patternText(variant, values)).join('|');
    return `${patternText(before, values)}(?:${either})${patternText(after, values)}`;
  }
  return plain(`|${source}|`).slice(1, -1).split(/(\{ \$\w+ \})/).map((part) => {
    const name = /^\{ \$(\w+) \}$/.exec(part)?.[1];
    if (!name) return literal(part);
    return name in values ? literal(plain(String(values[name]))) : '.+?';
  }).join('');
}

/** What message `id` looks like in `language`; variables not in `values` stand for anything. */
export function pattern(language, id, values = {}) {
  const source = all[language].get(id);
  if (source === undefined) throw new Error(`no message ${id} in ${language}`);
  return new RegExp(patternText(source, values));
}

/** The text of a message without variables. */
export function text(language, id) {
  const source = all[language].get(id);
  if (source === undefined || source.includes('{')) throw new Error(`no plain message ${id} in ${language}`);
  return plain(source);
}
