// The page's own decoder of lzip: what it makes of whole and of damaged input.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { crc32 } from 'node:zlib';

import { CLONE, pageText } from './lib/environment.mjs';

const source = readFileSync(path.join(CLONE, 'crates/web/src/unlzip.js'), 'utf8');
const unlzip = vm.runInThisContext(`${source};unlzip`);

const fromBase64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));

/** Bytes that nothing makes shorter: Knuth and Lewis's generator. */
function noise(count) {
  let state = 1;
  return Buffer.from(Array.from({ length: count }, () => {
    state = Math.imul(state, 1664525) + 1013904223 >>> 0;
    return state >>> 24;
  }));
}

/** Contents, and what lzip 1.23 makes of them with `-9`. */
const VECTORS = {
  'nothing': [
    Buffer.alloc(0),
    'TFpJUAEMAIP/+///wAAAAAAAAAAAAAAAAAAAACQAAAAAAAAA',
  ],
  'one byte': [
    Buffer.from([0x80]),
    'TFpJUAEMAEBB+////+AAAACtbLo/AQAAAAAAAAAlAAAAAAAAAA==',
  ],
  'one pair of bytes 50,000 times': [
    Buffer.alloc(100_000, 'ab'),
    'TFpJUAFxADCYq/wd//f/1IEKn3RzhPowEaZpp4+RC+RFpEO932qwFnAeVi0L6rgnHZslAj+o/1pyqZWiwsWqNBkGdox2aWWhLsiG'
    + 'GGVgsv9Nj/IFi2j0i/49h1t7//9hIAAAI/DJJqCGAQAAAAAAdwAAAAAAAAA=',
  ],
  'noise twice, with a long way between': [
    Buffer.concat([noise(300), Buffer.alloc(70_000), noise(300)]),
    'TFpJUAHxAB4XjCtAZKK01GC6ZS+KsN+FFU9pNaBCNYiG6+LylQXGw2TJv26kBt3DRHKaIQMk/SlENIq1CH9w8/eRl84ylmRNE36S'
    + '9jhWhKlwwecAenQCdgJ3bf1G6zBJDKFuMavggWTgByt6gLMObUlYaRpmiwpo+2P/+skYI+KxhrOviZHYulg7JCf1Qn0DMcb7QZM7'
    + 'MvQ6UHNJCs9n4c/vAcrjcftU3rkgjgox/Ue5WY3h5u96M93i6UKIBy9HJMLYxcUGXe3dqzzGREpENXzJGQUrZ3tzolZO52osQ6dS'
    + 'iRis+kjUoaxhDXsaFzgOaclizN7l1yp93rBvGkS57813FXhVqsPWPdDWY9iW0OfMGYxI7gOpXi/J179MYARu453pCllKADfuWfJS'
    + 'PL/7Sz6O7FUDD+t8bv5c2lCyOKh/dBnUpdgrJvQaD2oWpPwQiNnW1eXDBkO1OjrJebB6yUWl2Uku5c+KS3T4+xJR5YgtpI/BCSJ1'
    + '34IRkyhgN8hRfmlbrM6rMeQmmXBH/dw0ABbduk0///2GEKC3YH4PyBMBAAAAAACuAQAAAAAAAA==',
  ],
};

/** The program as it lies in the built page. */
function packedProgram() {
  const [, text] = pageText().match(/<script type="application\/lzip;base64" id="wasm">([^<]*)</);
  return fromBase64(text);
}

/** The byte of the header that says how much of what was made is to be kept: the decoder keeps it all. */
const WINDOW = 5;

/** `packed` without its end, and with a byte inverted or a bit of it turned, at each of `places`. */
function* damages(packed, places) {
  for (const place of places) {
    yield [`cut after ${place} bytes`, packed.subarray(0, place)];
    if (place === WINDOW) continue;
    for (const mask of [0xFF, 1 << place % 8]) {
      const changed = packed.slice();
      changed[place] ^= mask;
      yield [`byte ${place} changed by ${mask}`, changed];
    }
  }
}

function assertRefused(packed, places) {
  let count = 0;
  for (const [what, damaged] of damages(packed, places)) {
    assert.throws(() => unlzip(damaged), { name: 'Error', message: /^the packed program / }, what);
    count += 1;
  }
  assert.ok(count >= 2 * places.length);
}

for (const [what, [content, text]] of Object.entries(VECTORS)) {
  test(`${what}: unpacked as lzip packed it`, () => {
    assert.equal(Buffer.compare(unlzip(fromBase64(text)), content), 0);
  });

  test(`${what}: refused when any byte is missing or another`, () => {
    const packed = fromBase64(text);
    assertRefused(packed, Array.from(packed, (_, place) => place));
    assert.throws(() => unlzip(Uint8Array.of(...packed, 0)), /not as long as it says/);
  });
}

test('a length that no memory would hold is refused at once', () => {
  const packed = fromBase64(VECTORS['one byte'][1]);
  new DataView(packed.buffer).setUint32(packed.length - 16, 0xFFFFFFFF, true);
  assert.throws(() => unlzip(packed), /not as long as it says/);
});

test('the program in the page: unpacked by the decoder in the page', () => {
  assert.ok(pageText().includes(`<script>${source}</script>`));
  const packed = packedProgram();
  const program = unlzip(packed);
  assert.ok(WebAssembly.validate(program));
  assert.equal(crc32(program), new DataView(packed.buffer).getUint32(packed.length - 20, true));
});

test('the program in the page: refused when it is damaged anywhere', () => {
  const packed = packedProgram();
  assertRefused(packed, Array.from({ length: 16 }, (_, part) => Math.floor(packed.length * (part + 0.5) / 16)));
});
