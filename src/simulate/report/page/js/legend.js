// The names of a plot's lines with their values, as buttons that hide and show them.

class Legend {
  /** `change(i, {...})` alters line i and draws again. */
  constructor(plot, change) {
    this.plot = plot;
    this.change = change;
    this.values = [];
    this.time = element("span", {class: "at"});
    this.element = element("ul", {class: "legend"}, plot.lines.map((drawn, i) => this.entry(drawn, i)),
      element("li", {class: "time"}, this.time));
    this.read(null);
  }

  entry(drawn, i) {
    const swatch = element("span", {class: "swatch"});
    swatch.style.setProperty("--tint", `var(--${drawn.colour})`);
    const value = element("span", {class: "value"});
    this.values.push(value);
    const toggle = element("button", {type: "button", "aria-pressed": "true", disabled: this.plot.stacked,
      onclick: () => {
        const shown = drawn.shown === false;
        toggle.setAttribute("aria-pressed", String(shown));
        this.change(i, {shown});
      }}, swatch, element("span", {class: "name"}, drawn.name), value);
    return element("li", {}, toggle);
  }

  /** Values at a point of time; where there is none, means over the run. */
  read(index) {
    const none = index === null || index === undefined;
    this.values.forEach((place, i) => {
      const {values} = this.plot.lines[i];
      const known = values.filter((value) => value !== null);
      const value = none ? sum(known) / known.length : values[index];
      place.textContent = value === null || Number.isNaN(value) ? "–" : this.plot.show(value);
    });
    const x = this.plot.x || stretches.middle;
    this.time.textContent = none ? "on average" : `at ${moment(x[index], series.width_s)}`;
  }
}
