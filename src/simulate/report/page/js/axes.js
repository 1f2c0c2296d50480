// How uPlot's axes and lines look here.

const kStepsOfTime = [1e-6, 1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300,
  600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

function axisOfTime() {
  return {
    stroke: colour("muted"), grid: {show: false}, ticks: {stroke: colour("grid"), size: 5}, font: axisFont(),
    incrs: kStepsOfTime, space: 70, size: 32,
    values: (_, splits, __, ___, step) => splits.map((value) => (series.end_s < 120 ? seconds : clock)(value, step)),
  };
}

/** Of a logarithmic axis only the powers of ten have a line. */
function powersOfTen(splits) {
  return splits.map((value) => (Math.abs(Math.log10(value) % 1) < 1e-9 ? value : null));
}

function axisOfValues({unit, log}) {
  const lines = log ? (_, splits) => powersOfTen(splits) : (_, splits) => splits;
  const label = {"%": (value) => `${value} %`, ms: axisDuration}[unit] || short;
  return {
    stroke: colour("muted"), ticks: {show: false}, font: axisFont(), gap: 6,
    grid: {stroke: colour("grid"), width: 1, filter: lines}, filter: lines,
    values: (_, splits) => splits.map((value) => (value === null ? "" : label(value))),
    size: (_, values) => 14 + 6.6 * Math.max(2, ...(values || []).map((value) => (value || "").length)),
  };
}

function axisFont() {
  return "11px system-ui, sans-serif";
}

/** From nothing to a little above the greatest value; shares end at the whole. */
function rangeOfValues(plot) {
  if (plot.stacked) return [0, 100];
  if (plot.log) return undefined;
  return (_, __, most) => [0, most > 0 ? most * 1.06 : 1];
}

/** Points are drawn only where a value has no neighbours to make a line with. */
function lonely(u, index) {
  const values = u.data[index];
  const found = [];
  for (let i = 0; i < values.length; ++i) {
    const alone = (at) => at < 0 || at >= values.length || values[at] === null;
    if (values[i] !== null && alone(i - 1) && alone(i + 1)) found.push(i);
  }
  return found;
}

/** `share` of one colour, the rest of another; both as #rrggbb. */
function mixed(one, other, share) {
  const parts = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  const [a, b] = [parts(one), parts(other)];
  return `rgb(${a.map((value, i) => Math.round(value * share + b[i] * (1 - share))).join()})`;
}

function strokeOf(plot, drawn) {
  const tint = colour(drawn.colour);
  const common = {label: drawn.name, points: {show: !plot.stacked, size: 4, fill: tint, stroke: tint, filter: lonely},
    show: drawn.shown !== false};
  if (plot.stacked) return {...common, stroke: colour("surface"), width: 1, fill: mixed(tint, colour("surface"), 0.8)};
  return {...common, stroke: tint, width: 1.75, dash: drawn.dash,
    fill: drawn.fill ? tint + "22" : undefined};
}
