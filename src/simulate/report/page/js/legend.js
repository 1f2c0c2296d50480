// The names of a plot's lines: those in colour as buttons that hide and show them, the quiet ones in a list that is
// searched and from which a line can be picked.

class Legend {
  /** `change(i, {...})` alters line i and draws again. */
  constructor(plot, change) {
    this.plot = plot;
    this.change = change;
    this.values = new Map();
    this.chosen = element("ul", {class: "legend"});
    this.time = element("span", {class: "at"});
    this.element = element("div", {}, this.chosen);
    plot.lines.forEach((drawn, i) => { if (!drawn.quiet) this.chosen.append(this.entry(drawn, i)); });
    this.chosen.append(element("li", {class: "time"}, this.time));
    const quiet = plot.lines.flatMap((drawn, i) => (drawn.quiet ? [i] : []));
    if (quiet.length > 0) this.element.append(this.others(quiet));
    this.read(null);
  }

  entry(drawn, i) {
    const swatch = element("span", {class: "swatch"});
    swatch.style.setProperty("--tint", `var(--${drawn.colour})`);
    const value = element("span", {class: "value"});
    this.values.set(i, value);
    const toggle = element("button", {type: "button", "aria-pressed": "true", disabled: this.plot.stacked,
      onclick: () => {
        const shown = drawn.shown === false;
        toggle.setAttribute("aria-pressed", String(shown));
        this.change(i, {shown});
      }}, swatch, element("span", {class: "name"}, drawn.name), value);
    return element("li", {}, toggle);
  }

  /** Lines without a colour of their own. */
  others(quiet) {
    const list = element("ul", {class: "others"});
    const buttons = quiet.map((i) => {
      const made = element("li", {}, element("button", {type: "button", onclick: () => {
        made.remove();
        this.pick(i);
      }}, this.plot.lines[i].name));
      return [this.plot.lines[i].name.toLowerCase(), made];
    });
    list.append(...buttons.map(([, made]) => made));
    const search = element("label", {class: "filter"}, "Only names with ", element("input", {type: "search",
      oninput: (event) => {
        const wanted = event.target.value.toLowerCase();
        for (const [name, made] of buttons) made.hidden = !name.includes(wanted);
      }}));
    return element("details", {class: "quiet"},
      element("summary", {}, `${number(quiet.length)} more, drawn in grey; pick one to give it a colour`), search, list);
  }

  pick(i) {
    const drawn = this.plot.lines[i];
    const used = this.values.size;
    Object.assign(drawn, {quiet: false, colour: kColours[used % kColours.length], dash: [4, 3]});
    this.time.parentElement.before(this.entry(drawn, i));
    this.change(i, {});
    this.read(null);
  }

  /** Values at a point of time; where there is none, means over the run. */
  read(index) {
    for (const [i, place] of this.values) {
      const {values} = this.plot.lines[i];
      const known = values.filter((value) => value !== null);
      const value = index === null || index === undefined ? sum(known) / known.length : values[index];
      place.textContent = value === null || Number.isNaN(value) ? "–" : this.plot.show(value);
    }
    const x = this.plot.x || stretches.middle;
    this.time.textContent = index === null || index === undefined ? "on average" : `at ${moment(x[index], series.width_s)}`;
  }
}
