// The report as text.

/** A table of rows of cells, the first row its head; all columns but the first to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
    .join('  ')
    .trimEnd();
  return [line(rows[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n');
}

/** Three significant digits, without an exponent. */
export function figure(number) {
  return number >= 100 ? Math.round(number).toLocaleString('en', { useGrouping: false }) : number.toPrecision(3);
}

/** `median (low to high)`. */
export function interval({ median, low, high }) {
  if (low === null) return `${figure(median)} (too few samples)`;
  return `${figure(median)} (${figure(low)} to ${figure(high)})`;
}
