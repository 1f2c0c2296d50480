// Numbers as people read them.

const grouped = new Intl.NumberFormat("en", {maximumFractionDigits: 0});

function number(value) {
  return grouped.format(value);
}

/** "1 request", "2,000 requests" */
function counted(value, what) {
  return `${number(value)} ${what}${value === 1 ? "" : "s"}`;
}

/** Three significant digits, or all that stand before the point. */
function significant(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 100) return number(value);
  return size >= 10 ? value.toFixed(1) : size >= 0.01 ? value.toFixed(2) : "<0.01";
}

/** A duration given in milliseconds, with its unit. */
function duration(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms < 1000) return `${significant(ms)} ms`;
  if (ms < 120000) return `${significant(ms / 1000)} s`;
  const minutes = Math.floor(ms / 60000);
  if (minutes < 120) return `${minutes} min ${Math.floor(ms / 1000) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A share as per cent; never "0 %" for what is not nothing, nor "100 %" for what is not all. */
function percent(part, whole = 1) {
  if (!(whole > 0)) return "–";
  const value = (100 * part) / whole;
  if (value === 0 || value === 100) return `${value} %`;
  if (value < 0.1) return "<0.1 %";
  if (value > 99.9 && value < 100) return ">99.9 %";
  return `${value.toFixed(1)} %`;
}

/** Seconds with as many digits as a step of that many seconds needs: "12.5 s". */
function seconds(value, step) {
  const digits = step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step)));
  return `${value.toFixed(digits)} s`;
}

/** Minutes and seconds, or hours and minutes where the step is minutes: "1:30". */
function clock(value, step) {
  const two = (part) => String(Math.floor(part)).padStart(2, "0");
  const hours = Math.floor(value / 3600);
  const minutes = Math.floor(value / 60) % 60;
  const digits = step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step)));
  const rest = digits > 0 ? (value % 60).toFixed(digits).padStart(digits + 3, "0") : two(value % 60);
  if (hours === 0) return `${minutes}:${rest}`;
  return step >= 60 ? `${hours}:${two(minutes)}` : `${hours}:${two(minutes)}:${rest}`;
}

/** A moment on the trace's clock, in seconds; `step` says how fine it has to be. */
function moment(value, step = 1) {
  if (Math.abs(value) < 120) return seconds(value, step);
  return clock(value, step) + (value >= 3600 ? " h" : " min");
}

/** Milliseconds as an axis label: 1200 is "1.2 s". */
function axisDuration(ms) {
  return ms >= 1000 ? `${short(ms / 1000)} s` : `${short(ms)} ms`;
}

/** An axis label: 1200 is "1.2 k". */
function short(value) {
  for (const [size, unit] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
    if (Math.abs(value) >= size) return `${Number((value / size).toFixed(2))} ${unit}`;
  }
  return String(Number(value.toPrecision(6)));
}
