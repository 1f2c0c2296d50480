// A plot for more lines than eyes can tell apart: a row a server, a column a stretch of time, the darker the more.

const kTints = 24;

/** From the colour of the surface, for nothing, to that of the ink, for the most. */
function tints() {
  const [surface, full, ink] = ["surface", "c0", "ink"].map(colour);
  return Array.from({length: kTints}, (_, i) => {
    const share = i / (kTints - 1);
    return share < 0.7 ? mixed(full, surface, 0.06 + 0.94 * share / 0.7) : mixed(ink, full, (share - 0.7) / 0.6);
  });
}

class HeatChart extends Chart {
  height() {
    return Math.max(kHeight, Math.min(620, 60 + 3 * this.plot.rows.length));
  }

  prepare() {
    this.values = element("span", {class: "value"});
    const most = this.plot.show(this.plot.most);
    this.legend = {read: (index) => this.read(index)};
    return element("p", {class: "heat-legend"}, `${this.plot.show(0)} `, element("span", {class: "scale"}), ` ${most} `, this.values);
  }

  summary() {
    return `${this.plot.title} of ${counted(this.plot.rows.length, "row")}, up to ${this.plot.show(this.plot.most)}. ` +
      "Arrow keys read single values.";
  }

  data() {
    return [this.x, this.x.map(() => null)];
  }

  settings() {
    const names = this.plot.rows.map((row) => row.name);
    const axis = axisOfValues({});
    return {
      scales: {y: {dir: -1, range: () => [0, names.length]}},
      axis: {...axis, grid: {show: false}, splits: () => this.named(names.length),
        values: (_, splits) => splits.map((middle) => cut(names[Math.floor(middle)])),
        size: () => 16 + 6.4 * Math.max(...names.map((name) => cut(name).length))},
      series: [{show: true, points: {show: false}}],
      hooks: {drawAxes: [(u) => this.paint(u)]},
    };
  }

  /** The middles of the rows that have room for their names. */
  named(count) {
    const step = Math.ceil((13 * count) / (this.height() - 60));
    return Array.from({length: Math.ceil(count / step)}, (_, i) => i * step + 0.5);
  }

  paint(u) {
    const palette = tints();
    const {rows, most} = this.plot;
    const edges = this.x.map((at, i) => u.valToPos(i === 0 ? this.plot.from : (at + this.x[i - 1]) / 2, "x", true));
    edges.push(u.valToPos(this.plot.to, "x", true));
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    u.ctx.clip();
    rows.forEach((row, r) => {
      const top = Math.round(u.valToPos(r, "y", true));
      const height = Math.max(1, Math.round(u.valToPos(r + 1, "y", true)) - top);
      row.values.forEach((value, i) => {
        if (value === null) return;
        u.ctx.fillStyle = palette[Math.round((kTints - 1) * Math.min(1, most > 0 ? value / most : 0))];
        const left = Math.round(edges[i]);
        u.ctx.fillRect(left, top, Math.max(1, Math.round(edges[i + 1]) - left), height);
      });
    });
    u.ctx.restore();
  }

  /** The row below the cursor, or the one that the keyboard chose. */
  row() {
    if (!this.u || this.u.cursor.top < 0) return 0;
    return Math.max(0, Math.min(this.plot.rows.length - 1, Math.floor(this.u.posToVal(this.u.cursor.top, "y"))));
  }

  sentence(index, r = this.row()) {
    const {name, values} = this.plot.rows[r];
    return `${name} at ${moment(this.x[index], series.width_s)}: ` +
      (values[index] === null ? "no value" : this.plot.show(values[index]));
  }

  read(index) {
    this.values.textContent = index === null || index === undefined ? "" : this.sentence(index);
  }

  key(event) {
    const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.chosen = Math.max(0, Math.min(this.plot.rows.length - 1, this.row() + step));
      this.point(this.u.cursor.idx ?? 0);
    }
    super.key(event);
  }

  point(index) {
    this.u.setCursor({left: this.u.valToPos(this.x[index], "x"), top: this.u.valToPos((this.chosen ?? 0) + 0.5, "y")});
    byId("reading").textContent = this.sentence(index, this.chosen ?? 0);
  }

  tableOfValues() {
    const known = (row) => row.values.filter((value) => value !== null);
    return [["name", "on average", "most"], this.plot.rows.map((row) => [row.name,
      known(row).length ? this.plot.show(sum(known(row)) / known(row).length) : "–",
      known(row).length ? this.plot.show(Math.max(...known(row))) : "–"])];
  }
}

function cut(name) {
  return name.length > 16 ? name.slice(0, 7) + "…" + name.slice(-8) : name;
}
