// One plot with its legend, its reading for the keyboard and its values as a table. uPlot draws the canvas.

const kHeight = 210;

/** Values one above the other, for a stacked plot: each line lies on the sum of those behind it. */
function stacks(lines) {
  const tops = [];
  lines.forEach((drawn, i) => {
    tops.push(drawn.values.map((value, at) => (value === null ? null : value + (i > 0 ? tops[i - 1][at] || 0 : 0))));
  });
  return tops;
}

class Chart {
  /** `view` is shared by all charts of the page: the stretch of time that is shown. */
  constructor(plot, view) {
    this.plot = plot;
    this.view = view;
    this.x = plot.x || stretches.middle;
    this.title = element("h3", {}, plot.title);
    this.place = element("div", {class: "plot"});
    this.figure = element("figure", {class: "chart"}, element("figcaption", {}, this.title,
      element("p", {class: "hint"}, plot.note || "")));
    if (plot.empty) {
      this.figure.append(element("p", {class: "empty"}, plot.empty));
      return;
    }
    // A stacked plot is drawn from the top down, so that each line covers what lies below it.
    this.order = plot.lines.map((_, i) => (plot.stacked ? plot.lines.length - 1 - i : i));
    if (!plot.stacked) this.order.sort((a, b) => (plot.lines[b].quiet || 0) - (plot.lines[a].quiet || 0));
    this.legend = new Legend(plot, (i, change) => this.change(i, change));
    this.figure.append(this.place, this.legend.element, this.valuesTable());
    this.place.tabIndex = 0;
    this.place.setAttribute("role", "img");
    this.place.setAttribute("aria-label", this.summary());
    this.place.addEventListener("keydown", (event) => this.key(event));
  }

  summary() {
    const parts = this.plot.lines.filter((drawn) => !drawn.quiet).map((drawn) => {
      const known = drawn.values.filter((value) => value !== null);
      return known.length === 0 ? `${drawn.name}: no values`
        : `${drawn.name}: between ${this.plot.show(Math.min(...known))} and ${this.plot.show(Math.max(...known))}`;
    });
    return `${this.plot.title}. ${parts.join("; ")}. Left and right arrow read single values.`;
  }

  /** Draws, once the figure stands in the page and has a width. */
  draw() {
    if (this.plot.empty) return;
    if (this.u) this.u.destroy();
    const {plot} = this;
    const values = plot.stacked ? stacks(plot.lines) : plot.lines.map((drawn) => drawn.values);
    const settings = {
      width: this.width(), height: kHeight, legend: {show: false}, padding: [10, 12, 0, 0],
      scales: {x: {time: false, min: this.view.from, max: this.view.to, range: (_, from, to) => [from, to]},
        y: {range: rangeOfValues(plot), distr: plot.log ? 3 : 1}},
      axes: [axisOfTime(), axisOfValues(plot)],
      series: [{}, ...this.order.map((i) => strokeOf(plot, plot.lines[i]))],
      cursor: {sync: {key: "hapax", scales: ["x", null]}, drag: {x: true, y: false, setScale: true},
        points: {size: 7}, y: false},
      hooks: {setCursor: [(u) => this.legend.read(u.cursor.idx)], setScale: [(u, key) => this.zoomed(u, key)]},
    };
    this.u = new uPlot(settings, [this.x, ...this.order.map((i) => values[i])], this.place);
    this.u.setScale("x", {min: this.view.from, max: this.view.to});
    if (!this.watcher) {
      this.watcher = new ResizeObserver(() => this.u.setSize({width: this.width(), height: kHeight}));
      this.watcher.observe(this.place);
    }
  }

  width() {
    return Math.max(200, Math.floor(this.place.clientWidth));
  }

  destroy() {
    if (this.watcher) this.watcher.disconnect();
    if (this.u) this.u.destroy();
  }

  /** The reader hid a line, or gave it a colour. */
  change(i, change) {
    Object.assign(this.plot.lines[i], change);
    this.draw();
  }

  zoomed(u, key) {
    if (key !== "x" || !this.u) return;
    this.view.set(u.scales.x.min, u.scales.x.max);
  }

  show(from, to) {
    if (!this.u) return;
    const {min, max} = this.u.scales.x;
    if (min !== from || max !== to) this.u.setScale("x", {min: from, max: to});
  }

  key(event) {
    const last = this.x.length - 1;
    const at = this.u.cursor.idx ?? -1;
    const to = {ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 10, PageDown: at + 10, Home: 0, End: last}[event.key];
    if (event.key === "Escape") this.view.reset();
    if (to === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(last, to));
    this.u.setCursor({left: this.u.valToPos(this.x[index], "x"), top: 10});
    byId("reading").textContent = `${moment(this.x[index], series.width_s)}: ` + this.plot.lines
      .filter((drawn) => !drawn.quiet && drawn.shown !== false)
      .map((drawn) => `${drawn.name} ${drawn.values[index] === null ? "no value" : this.plot.show(drawn.values[index])}`)
      .join(", ");
  }

  /** What is drawn in colour, as a table; made when it is opened. */
  valuesTable() {
    const details = element("details", {class: "values"}, element("summary", {}, "Values as a table"));
    details.addEventListener("toggle", () => {
      if (!details.open || details.children.length > 1) return;
      const lines = this.plot.lines.filter((drawn) => !drawn.quiet);
      const rows = this.x.map((at, i) => element("tr", {}, element("th", {scope: "row"}, moment(at, series.width_s)),
        lines.map((drawn) => element("td", {}, drawn.values[i] === null ? "–" : this.plot.show(drawn.values[i])))));
      details.append(element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": this.plot.title},
        element("table", {}, element("thead", {}, element("tr", {}, element("th", {scope: "col"}, "middle of the stretch"),
          lines.map((drawn) => element("th", {scope: "col"}, drawn.name)))), element("tbody", {}, rows))));
    });
    return details;
  }
}
