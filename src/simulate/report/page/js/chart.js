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
    this.place = element("div", {class: "plot"});
    this.figure = element("figure", {class: "chart" + (plot.rows ? " wide" : "")}, element("figcaption", {},
      element("h3", {}, plot.title), element("p", {class: "hint"}, plot.note || "")));
    if (plot.empty) {
      this.figure.append(element("p", {class: "empty"}, plot.empty));
      return;
    }
    this.figure.append(this.place, this.prepare(), this.valuesTable());
    this.place.style.minHeight = `${this.height()}px`;
    this.place.tabIndex = 0;
    this.place.setAttribute("role", "img");
    this.place.setAttribute("aria-label", this.summary());
    this.place.addEventListener("keydown", (event) => this.key(event));
  }

  height() {
    return kHeight;
  }

  /** The legend. */
  prepare() {
    this.legend = new Legend(this.plot, (i, change) => {
      Object.assign(this.plot.lines[i], change);
      this.draw();
    });
    return this.legend.element;
  }

  summary() {
    const parts = this.plot.lines.map((drawn) => {
      const known = drawn.values.filter((value) => value !== null);
      return known.length === 0 ? `${drawn.name}: no values`
        : `${drawn.name}: between ${this.plot.show(Math.min(...known))} and ${this.plot.show(Math.max(...known))}`;
    });
    return `${this.plot.title}. ${parts.join("; ")}. Left and right arrow read single values.`;
  }

  /** Lines in the order in which they are drawn: a stack from the top down, each covering what lies below it. */
  order() {
    const indices = this.plot.lines.map((_, i) => i);
    return this.plot.stacked ? indices.reverse() : indices;
  }

  data() {
    const values = this.plot.stacked ? stacks(this.plot.lines) : this.plot.lines.map((drawn) => drawn.values);
    return [this.x, ...this.order().map((i) => values[i])];
  }

  settings() {
    const {plot} = this;
    return {scales: {y: {range: rangeOfValues(plot), distr: plot.log ? 3 : 1}}, axis: axisOfValues(plot),
      series: this.order().map((i) => strokeOf(plot, plot.lines[i])), hooks: {}};
  }

  /** Draws, once the figure stands in the page and has a width. */
  draw() {
    if (this.plot.empty) return;
    if (this.u) this.u.destroy();
    const own = this.settings();
    const range = (_, from, to) => [from, to];
    this.u = new uPlot({
      width: this.width(), height: this.height(), legend: {show: false}, padding: [10, 20, 0, 0],
      scales: {x: {time: false, min: this.view.from, max: this.view.to, range}, ...own.scales},
      axes: [axisOfTime(), own.axis],
      series: [{}, ...own.series],
      cursor: {sync: {key: "hapax", scales: ["x", null]}, drag: {x: true, y: false, setScale: true}, points: {size: 7}, y: false},
      hooks: {setCursor: [(u) => this.legend.read(u.cursor.idx)], setScale: [(u, key) => this.zoomed(u, key)], ...own.hooks},
    }, this.data(), this.place);
    this.u.setScale("x", {min: this.view.from, max: this.view.to});
    if (this.watcher) return;
    this.watcher = new ResizeObserver(() => this.u.setSize({width: this.width(), height: this.height()}));
    this.watcher.observe(this.place);
  }

  width() {
    return Math.max(200, Math.floor(this.place.clientWidth));
  }

  destroy() {
    if (this.watcher) this.watcher.disconnect();
    if (this.u) this.u.destroy();
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
    this.point(Math.max(0, Math.min(last, to)));
  }

  /** Puts the cursor to a stretch and reads its values out. */
  point(index) {
    this.u.setCursor({left: this.u.valToPos(this.x[index], "x"), top: 10});
    byId("reading").textContent = `${moment(this.x[index], series.width_s)}: ` + this.plot.lines
      .filter((drawn) => drawn.shown !== false)
      .map((drawn) => `${drawn.name} ${drawn.values[index] === null ? "no value" : this.plot.show(drawn.values[index])}`)
      .join(", ");
  }

  /** Headings and rows. */
  tableOfValues() {
    return [["middle of the stretch", ...this.plot.lines.map((drawn) => drawn.name)],
      this.x.map((at, i) => [moment(at, series.width_s),
        ...this.plot.lines.map(({values}) => (values[i] === null ? "–" : this.plot.show(values[i])))])];
  }

  /** The table is made when it is opened. */
  valuesTable() {
    const details = element("details", {class: "values"}, element("summary", {}, "Values as a table"));
    details.addEventListener("toggle", () => {
      if (!details.open || details.children.length > 1) return;
      const [heads, rows] = this.tableOfValues();
      const row = ([name, ...cells]) => element("tr", {}, element("th", {scope: "row"}, name),
        cells.map((cell) => element("td", {}, cell)));
      details.append(element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": this.plot.title},
        element("table", {}, element("thead", {}, element("tr", {}, heads.map((head) => element("th", {scope: "col"}, head)))),
          element("tbody", {}, rows.map(row)))));
    });
    return details;
  }
}
