import assert from 'node:assert/strict';
import test from 'node:test';
import { median, pairedRatio, ratio, summary, verdict } from '../lib/stats.mjs';

test('the median of odd and even numbers of samples', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

test('an interval holds its median, is the same each time, and shrinks with samples', () => {
  const few = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const many = Array.from({ length: 20 }, () => few).flat();
  assert.deepEqual(summary(few), summary(few));
  const [wide, narrow] = [summary(few), summary(many)];
  assert.ok(wide.low <= 5 && 5 <= wide.high);
  assert.ok(narrow.high - narrow.low < wide.high - wide.low);
});

test('95 % intervals hold the true median about 95 times in 100', () => {
  // Exponential times, median ln 2, as skewed as those of RSA keys; a fixed sequence of numbers.
  let state = 1;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  let held = 0;
  for (let trial = 0; trial < 200; trial += 1) {
    const { low, high } = summary(Array.from({ length: 40 }, () => -Math.log(uniform())));
    if (low <= Math.LN2 && Math.LN2 <= high) held += 1;
  }
  assert.ok(held >= 182 && held <= 199, `${held} of 200`);
});

test('five samples have no interval, and no verdict', () => {
  const few = [1, 2, 3, 4, 5];
  for (const found of [summary(few), ratio(few, [...few, 6]), pairedRatio(few, few)]) {
    assert.equal(found.low, null);
    assert.equal(verdict(found, { most: 9 }), 'cannot tell');
  }
  assert.notEqual(summary([...few, 6]).low, null);
});

test('a ratio of equal samples holds 1, of doubled ones 2', () => {
  const samples = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const equal = ratio(samples, samples);
  assert.ok(equal.low < 1 && equal.median === 1 && 1 < equal.high);
  assert.equal(ratio(samples.map((value) => value * 2), samples).median, 2);
});

test('pairs tell apart what spread hides', () => {
  const those = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const these = those.map((value) => value * 1.1);
  const [apart, together] = [ratio(these, those), pairedRatio(these, those)];
  assert.ok(apart.low < 1 && 1.09 < together.low && together.high < 1.11);
});

test('an aim is met or missed only by the whole interval', () => {
  assert.equal(verdict({ low: 1, high: 1.9 }, { most: 2 }), 'met');
  assert.equal(verdict({ low: 1, high: 2.1 }, { most: 2 }), 'cannot tell');
  assert.equal(verdict({ low: 2.1, high: 3 }, { most: 2 }), 'not met');
  assert.equal(verdict({ low: 5.5, high: 9 }, { least: 5 }), 'met');
  assert.equal(verdict({ low: 4, high: 9 }, { least: 5 }), 'cannot tell');
  assert.equal(verdict({ low: 2, high: 4 }, { least: 5 }), 'not met');
});
