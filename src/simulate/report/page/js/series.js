// The time series as they lie in the page: one array a figure, one entry a stretch of time.

const data = JSON.parse(byId("data").textContent);
const series = data.series;
const stretches = series && stretchesOf(series);

/** Where the stretches lie on the trace's clock: {middle, seconds}. The last one may be cut short by the end. */
function stretchesOf({from_s, width_s, end_s, count}) {
  const middle = [];
  const seconds = [];
  for (let i = 0; i < count; ++i) {
    const begin = from_s + i * width_s;
    const end = Math.max(begin + 1e-9, Math.min(begin + width_s, end_s));
    middle.push((begin + end) / 2);
    seconds.push(end - begin);
  }
  return {middle, seconds};
}

function track(kind, proxy = "") {
  return series.tracks.find((candidate) => candidate.kind === kind && candidate.proxy === proxy);
}

function serversOf(backend) {
  return series.tracks.filter((candidate) => candidate.kind === "server" && candidate.proxy === backend);
}

function perSecond(counts) {
  return counts.map((count, i) => count / stretches.seconds[i]);
}

function sum(values) {
  return values.reduce((all, value) => all + value, 0);
}

/** The mean over the whole run of a level that is given as its mean in each stretch. */
function meanLevel(values) {
  return sum(values.map((value, i) => value * stretches.seconds[i])) / sum(stretches.seconds);
}

/**
 * Counts in stretches that are wide enough to speak of shares: neighbours are joined until a stretch has `least` counts
 * on average, but there are never fewer than 12 of them. {middle, rows}
 */
function joined(rows, least = 200) {
  const all = sum(rows.map(sum));
  const count = stretches.middle.length;
  const wanted = Math.max(12, Math.floor(all / least));
  const factor = Math.max(1, Math.ceil(count / wanted));
  const groups = Array.from({length: Math.ceil(count / factor)}, (_, i) => [i * factor, Math.min(count, (i + 1) * factor)]);
  return {
    middle: groups.map(([from, to]) => (stretches.middle[from] + stretches.middle[to - 1]) / 2),
    rows: rows.map((row) => groups.map(([from, to]) => sum(row.slice(from, to)))),
  };
}
