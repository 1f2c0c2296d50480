// Which plots there are for what the reader chose to see: everything, one frontend or one backend.
//
// A plot is {title, note, unit, x, lines, stacked, log, show}; a line is {name, values, colour, dash, fill, shown}. One with
// too many lines is {title, note, x, rows, most, from, to, show}; a row is {name, values}. `show` writes a value. A plot
// without values is {title, empty}: a sentence.

const kColours = ["c0", "c1", "c2", "c3", "c4", "c5", "c6"];
const kMostLines = 7;    // as many as there are colours
const kMostShares = 14;  // stacked, the least of them as one

function line(name, values, colourName, more = {}) {
  return {name, values, colour: colourName, ...more};
}

function ratePlot(of) {
  const good = of.requests.map((count, i) => count - of.refused[i] - of.errors[i]);
  const lines = [line("went well", perSecond(good), "c0", {fill: true})];
  if (sum(of.refused) > 0) lines.push(line("refused", perSecond(of.refused), "uneasy"));
  if (sum(of.errors) > 0) lines.push(line("failed", perSecond(of.errors), "bad"));
  return {title: "Requests a second", note: "counted when they are over", lines,
    show: (value) => `${significant(value)} a second`, unit: "a second"};
}

function latencyPlot(of) {
  const known = of.p99.filter((value) => value !== null);
  if (known.length === 0) return {title: "Response time", empty: "Nothing was served, so there is no response time."};
  const least = Math.min(...of.p50.filter((value) => value > 0));
  return {title: "Response time", note: "from the request to the last byte of the answer, of what was served",
    lines: [line("p50", of.p50, "t0"), line("p95", of.p95, "t1"), line("p99", of.p99, "t2")],
    log: Math.max(...known) > 30 * least, show: duration, unit: "ms"};
}

function queuePlot(of, what) {
  if (Math.max(0, ...of.longest_queue) === 0) return {title: what.title, empty: what.never};
  return {title: what.title, note: what.note, lines: [line("longest", of.longest_queue, "other", {fill: true}),
    line("mean", of.queue, "c5")], show: significant, unit: ""};
}

const kRequestQueue = {title: "Queue", note: "requests waiting for a server", never: "No request ever waited for a server."};
const kConnectionQueue = {title: "Held back", note: "connections that wait because the frontend is full",
  never: "The frontend was never full: no connection had to wait."};

/** A line for each, the busiest first; where they are too many to be told apart, a row for each. */
function levels(what, tracks, nameOf, level) {
  if (tracks.length > kMostLines) {
    const rows = tracks.map((of) => ({name: nameOf(of), values: level(of)}));
    return heat(what, rows, stretches.middle);
  }
  const order = [...tracks].sort((a, b) => meanLevel(level(b)) - meanLevel(level(a)));
  return {...what, lines: order.map((of, i) => line(nameOf(of), level(of), kColours[i]))};
}

function heat(what, rows, x) {
  const most = Math.max(0, ...rows.map((row) => Math.max(...row.values.map((value) => value || 0))));
  return {...what, rows, most, x, from: series.from_s, to: series.end_s};
}

function inUsePlot(of) {
  const lines = [line("open", of.in_use, "c0", {fill: true})];
  if (of.limit > 0 && Math.max(...of.in_use) > 0.3 * of.limit) {
    lines.push(line(`maxconn ${number(of.limit)}`, of.in_use.map(() => of.limit), "bad", {dash: [6, 4]}));
  }
  return {title: "Connections", note: of.limit > 0 ? `open at once, of at most ${number(of.limit)}` : "open at once", lines,
    show: significant, unit: ""};
}

function utilisationPlot(tracks, nameOf) {
  if (tracks.length === 0) return {title: "Utilisation", empty: "There is no server that requests came to."};
  const limited = tracks.every((of) => of.limit > 0);
  const what = {title: "Utilisation", unit: limited ? "%" : "",
    note: limited ? "share of each server's maxconn in use" : "requests in service on each server",
    show: limited ? (value) => percent(value / 100) : significant};
  return levels(what, tracks, nameOf,
    (of) => (limited ? of.in_use.map((value) => (100 * value) / of.limit) : of.in_use));
}

/** Shares of a whole: one above the other; a row for each where they are many. */
function sharePlot(tracks, nameOf, what) {
  const busy = tracks.filter((of) => sum(of.requests) > 0);
  if (busy.length === 0) return {title: what.title, empty: what.never};
  const shown = {...what, unit: "%", show: (value) => percent(value / 100)};
  const many = tracks.length > kMostShares;
  const listed = many ? tracks : busy.sort((a, b) => sum(b.requests) - sum(a.requests));
  const {middle, rows} = joined(listed.map((of) => of.requests), Math.max(200, 8 * listed.length));
  const whole = middle.map((_, i) => sum(rows.map((row) => row[i])));
  const shares = rows.map((row) => row.map((count, i) => (whole[i] > 0 ? (100 * count) / whole[i] : null)));
  if (many) return heat(shown, listed.map((of, i) => ({name: nameOf(of), values: shares[i]})), middle);
  const kept = listed.length <= kColours.length + 1 ? listed.length : kColours.length;
  const lines = listed.slice(0, kept).map((of, i) => line(nameOf(of), shares[i], kColours[i] || "other"));
  if (kept < listed.length) {
    const rest = middle.map((_, i) => (whole[i] > 0 ? sum(shares.slice(kept).map((row) => row[i])) : null));
    lines.push(line(`${listed.length - kept} others`, rest, "other"));
  }
  return {...shown, lines, x: middle, stacked: true};
}

function plotsOfAll() {
  const all = track("all");
  const backends = series.tracks.filter((of) => of.kind === "backend");
  const servers = series.tracks.filter((of) => of.kind === "server");
  const busy = new Set(backends.filter((of) => sum(of.requests) > 0).map((of) => of.proxy));
  const serverName = (of) => `${of.proxy}/${of.server}`;
  const plots = [ratePlot(all), latencyPlot(all), queuePlot(all, kRequestQueue)];
  if (backends.length === 0) return plots;
  return [...plots, utilisationPlot(servers.filter((of) => busy.has(of.proxy)), serverName),
    sharePlot(backends, (of) => of.proxy, {title: "Share of each backend", note: "of the requests that came to a backend",
      never: "No request came to a backend."}),
    sharePlot(servers.filter((of) => busy.has(of.proxy)), serverName, {title: "Share of each server",
      note: "of the requests that came to a server", never: "No request came to a server."})];
}

function plotsOfFrontend(name) {
  const of = track("frontend", name);
  return [ratePlot(of), latencyPlot(of), inUsePlot(of), queuePlot(of, kConnectionQueue)];
}

function plotsOfBackend(name) {
  const of = track("backend", name);
  const servers = serversOf(name);
  return [ratePlot(of), latencyPlot(of), queuePlot(of, kRequestQueue), utilisationPlot(servers, (of) => of.server),
    sharePlot(servers, (server) => server.server, {title: "Share of each server", note: "of the backend's requests",
      never: "No request came to one of its servers."})];
}
