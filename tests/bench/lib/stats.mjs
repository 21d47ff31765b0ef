// Medians, and how far they can be trusted.
//
// RSA key times are skewed and wide (the largest of a few dozen is about four times the median), so
// nothing here assumes a shape: intervals are percentile bootstraps of the median, or of the ratio of
// two medians whose samples are resampled apart. The generator is seeded: the same samples always
// give the same interval. Fewer than six samples have none (`low` and `high` are null): even from the
// smallest to the largest of five, the median is missed 6 times in 100.

const RESAMPLES = 4000;
const CONFIDENCE = 0.95;
/** The fewest samples that have an interval. */
export const ENOUGH = 6;

/** The median of numbers (at least one). */
export function median(samples) {
  const sorted = Float64Array.from(samples).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `{ median, low, high, n }` of numbers: the median and its 95 % interval. */
export function summary(samples) {
  const random = generator(samples.length);
  const draw = () => median(resampled(samples, random));
  return { median: median(samples), ...bounds(draw, samples.length), n: samples.length };
}

/** `{ median, low, high }`: the ratio of the medians of `these` and `those`, with its 95 % interval. */
export function ratio(these, those) {
  const random = generator(these.length * 65_537 + those.length);
  const draw = () => median(resampled(these, random)) / median(resampled(those, random));
  return { median: median(these) / median(those), ...bounds(draw, Math.min(these.length, those.length)) };
}

/** The same where `these[i]` and `those[i]` are of one sample: they are resampled together. */
export function pairedRatio(these, those) {
  const random = generator(these.length);
  const indices = these.map((_, index) => index);
  const draw = () => {
    const chosen = resampled(indices, random);
    return median(chosen.map((index) => these[index])) / median(chosen.map((index) => those[index]));
  };
  return { median: median(these) / median(those), ...bounds(draw, these.length) };
}

/**
 * What an interval says of an aim: `most` or less, `least` or more. A figure without spread has `low` equal
 * to `high`.
 */
export function verdict({ low, high }, { most = Infinity, least = -Infinity }) {
  if (low === null) return 'cannot tell';
  if (low >= least && high <= most) return 'met';
  if (high < least || low > most) return 'not met';
  return 'cannot tell';
}

/** The interval of what `draw` gives from one resampling, for series of `n` samples or more. */
function bounds(draw, n) {
  if (n < ENOUGH) return { low: null, high: null };
  const values = Float64Array.from({ length: RESAMPLES }, draw).sort();
  const tail = (1 - CONFIDENCE) / 2;
  const at = (share) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
  return { low: at(tail), high: at(1 - tail) };
}

function resampled(samples, random) {
  return Array.from(samples, () => samples[Math.floor(random() * samples.length)]);
}

/** Numbers in [0, 1): mulberry32. */
function generator(seed) {
  let state = (seed ^ 0x9e37_79b9) >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
