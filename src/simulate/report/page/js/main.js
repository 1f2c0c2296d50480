// Puts the page together.

/** The stretch of time that all charts show. */
class View {
  constructor(changed) {
    this.changed = changed;
    this.whole = [series.from_s, Math.max(series.end_s, series.from_s + series.width_s * 0.5)];
    [this.from, this.to] = this.whole;
  }

  set(from, to) {
    if (from === this.from && to === this.to) return;
    // A double click asks uPlot for all of its data, which begins in the middle of the first stretch.
    const all = from <= stretches.middle[0] && to >= stretches.middle[stretches.middle.length - 1];
    [this.from, this.to] = all ? this.whole : [from, to];
    this.changed(!all);
  }

  reset() {
    this.set(...this.whole);
  }
}

function showSubtitle({result, version}) {
  const text = `${counted(result.requests, "request")} of ${result.traffic} in ${duration(result.span_ms)} of virtual time, ` +
    `seed ${result.seed}`;
  byId("subtitle").textContent = text + (result.interrupted ? " – stopped before the end of the traffic" : "");
  byId("footer").append(element("p", {}, `Made by hapax ${version}. The same configuration, traffic, scenario and seed give ` +
    "the same figures; percentiles over time are right within 4 %, those in tables within 1 %."));
}

function scopes() {
  const named = (kind, show) => series.tracks.filter((of) => of.kind === kind)
    .map((of) => ({label: of.proxy, plots: () => show(of.proxy)}));
  return [["Everything", [{label: "all traffic", plots: plotsOfAll}]], ["Frontends", named("frontend", plotsOfFrontend)],
    ["Backends", named("backend", plotsOfBackend)]].filter(([, choices]) => choices.length > 0);
}

function showCharts() {
  if (!series || series.count === 0) {
    byId("charts").append(element("p", {class: "empty"}, "There was no traffic, so nothing happened over time."));
    document.querySelector(".scope").hidden = true;
    return;
  }
  let charts = [];
  const whole = byId("whole-run");
  const view = new View((isPart) => {
    whole.hidden = !isPart;
    for (const chart of charts) chart.show(view.from, view.to);
  });
  const choices = [];
  const draw = () => charts.forEach((chart) => chart.draw());
  const choose = (index) => {
    charts.forEach((chart) => chart.destroy());
    charts = choices[index].plots().map((plot) => new (plot.rows ? HeatChart : Chart)(plot, view));
    byId("charts").replaceChildren(...charts.map((chart) => chart.figure));
    draw();
  };
  const select = byId("scope");
  for (const [label, group] of scopes()) {
    select.append(element("optgroup", {label}, group.map((choice) => {
      choices.push(choice);
      return element("option", {value: choices.length - 1}, choice.label);
    })));
  }
  select.addEventListener("change", () => choose(Number(select.value)));
  whole.addEventListener("click", () => view.reset());
  byId("time-hint").textContent = `Each point stands for ${duration(series.width_s * 1000)}. Drag across a plot to look ` +
    "closer, double-click to see the whole run again; with the keyboard, arrows read values.";
  followAppearance(draw);
  choose(0);
}

/** Canvases know nothing of style sheets: they are drawn again when light and dark change, and in light for paper. */
function followAppearance(draw) {
  const root = document.documentElement;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("beforeprint", () => { root.dataset.paper = ""; draw(); });
  addEventListener("afterprint", () => { delete root.dataset.paper; draw(); });
}

/** As wide as the page, but never so small that its text cannot be read: then it scrolls. */
function fitPicture() {
  const picture = document.querySelector(".picture svg");
  if (!picture) return;
  const natural = picture.width.baseVal.value;
  picture.style.width = "100%";
  picture.style.maxWidth = `${natural}px`;
  picture.style.minWidth = `${0.7 * natural}px`;
}

showSubtitle(data);
showTiles(data);
showObservations(data);
showCharts();
showTables(data);
showRefusals(data);
showFindings(data);
fitPicture();
document.documentElement.dataset.ready = "";
