// Tables: sorted by a click on a heading, filtered where they are long, scrolled sideways where they are wide.

const kRowsShown = 40;

/**
 * A table. `columns` are {title, value(row), show(row), text}: `value` is what is sorted by, `show` gives text or an
 * element (the value as text where it is missing); `text` columns are left-aligned. `filter(row)` gives the words that a
 * filter looks at.
 */
function table(caption, columns, rows, filter) {
  const state = {by: null, down: true, all: false, wanted: ""};
  const body = element("tbody");
  const more = element("button", {type: "button", class: "more", onclick: () => { state.all = true; fill(); }});
  const heads = columns.map((column) => element("th", {scope: "col", class: column.text ? "text" : null},
    element("button", {type: "button", onclick: () => sortBy(column)}, column.title)));

  function sortBy(column) {
    state.down = state.by === column ? !state.down : !column.text;
    state.by = column;
    heads.forEach((head, i) => head.setAttribute("aria-sort",
      columns[i] !== column ? "none" : state.down ? "descending" : "ascending"));
    fill();
  }

  function selected() {
    const found = state.wanted ? rows.filter((row) => filter(row).toLowerCase().includes(state.wanted)) : [...rows];
    if (!state.by) return found;
    const value = state.by.value;
    const order = (a, b) => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1);
    return found.sort((a, b) => (state.down ? -1 : 1) * order(value(a), value(b)));
  }

  function fill() {
    const found = selected();
    const shown = state.all || found.length <= kRowsShown + 5 ? found : found.slice(0, kRowsShown);
    body.replaceChildren(...shown.map((row) => element("tr", {}, columns.map((column, i) => {
      const content = column.show ? column.show(row) : String(column.value(row));
      return i === 0 ? element("th", {scope: "row"}, content)
        : element("td", {class: column.text ? "text" : null}, content);
    }))));
    if (found.length === 0) {
      body.append(element("tr", {}, element("td", {colspan: columns.length, class: "text"}, "No name contains that.")));
    }
    more.hidden = shown.length === found.length;
    more.textContent = `Show all ${number(found.length)}`;
  }

  fill();
  const search = rows.length > 20 && filter ? element("label", {class: "filter"}, "Only names with ", element("input", {
    type: "search", oninput: (event) => { state.wanted = event.target.value.toLowerCase(); fill(); }})) : null;
  return element("div", {class: "table"}, search,
    element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": caption},
      element("table", {}, element("caption", {}, caption), element("thead", {}, element("tr", {}, heads)), body)), more);
}

/** A share between 0 and 1 as figure and bar. */
function bar(share, mood) {
  if (share === null || share === undefined) return "–";
  const made = element("span", {class: "share" + (mood ? " " + mood : "")}, percent(share));
  made.style.setProperty("--share", `${Math.min(100, 100 * share)}%`);
  return made;
}

function time(of, which) {
  return {title: `${which} ms`, value: (row) => (row[of] ? row[of][which] : null),
    show: (row) => (row[of] ? significant(row[of][which]) : "–")};
}

function outcomeColumns() {
  const failed = (row) => total(row.outcomes, kFailures);
  const refused = (row) => total(row.outcomes, kRefusals);
  const alarmed = (count, names, row, mood) => count === 0 ? "–"
    : element("span", {class: mood, title: listed(row.outcomes, names)}, number(count));
  return [
    {title: "refused", value: refused, show: (row) => alarmed(refused(row), kRefusals, row, "uneasy")},
    {title: "failed", value: failed, show: (row) => alarmed(failed(row), kFailures, row, "bad")},
  ];
}

const kName = {title: "name", text: true, value: (row) => row.name};
const kRequests = {title: "requests", value: (row) => row.requests, show: (row) => number(row.requests)};

function frontendsTable(rows, span) {
  return table("Frontends", [{...kName, title: "frontend"}, kRequests,
    {title: "a second", value: (row) => row.requests, show: (row) => significant(row.requests / (span / 1000))},
    time("total_ms", "p50"), time("total_ms", "p95"), time("total_ms", "p99"),
    {title: "connections", value: (row) => row.most_connections, show: (row) => number(row.most_connections)},
    {title: "held back", value: (row) => row.held_back, show: (row) => number(row.held_back)},
    ...outcomeColumns()], rows, (row) => row.name);
}

function backendsTable(rows, requests) {
  const wait = {title: "p99 wait ms", value: (row) => (row.queue_ms ? row.queue_ms.p99 : null),
    show: (row) => (row.queue_ms ? significant(row.queue_ms.p99) : "–")};
  return table("Backends", [{...kName, title: "backend"}, kRequests,
    {title: "share", value: (row) => row.requests, show: (row) => bar(requests > 0 ? row.requests / requests : null)},
    time("total_ms", "p50"), time("total_ms", "p95"), time("total_ms", "p99"), wait,
    {title: "longest queue", value: (row) => row.longest_queue, show: (row) => number(row.longest_queue)},
    ...outcomeColumns()], rows, (row) => row.name);
}

function serversTable(rows) {
  const name = (row) => `${row.backend}/${row.name}`;
  const busy = (row) => (row.utilisation === null ? null : row.utilisation);
  return table("Servers", [
    {title: "server", text: true, value: name, show: (row) => name(row) + (row.backup ? " (backup)" : "")},
    {title: "weight", value: (row) => row.weight}, kRequests,
    {title: "share of backend", value: (row) => row.share, show: (row) => bar(row.share)},
    {title: "busy", value: busy, show: (row) => row.utilisation === null ? `${significant(row.mean_in_service)} at once`
      : bar(row.utilisation, row.utilisation > 0.9 ? "uneasy" : "")},
    time("total_ms", "p50"), time("total_ms", "p95"), time("total_ms", "p99"),
    {title: "went down", value: (row) => row.went_down, show: (row) => row.went_down || "–"},
    ...outcomeColumns().slice(1)], rows, name);
}

function showTables({result, left_out}) {
  const place = byId("tables");
  place.append(frontendsTable(result.frontends, result.span_ms));
  if (result.backends.length === 0) {
    place.append(element("p", {class: "empty"}, "The configuration has no backend: the proxy answers everything itself."));
    return;
  }
  place.append(backendsTable(result.backends, result.backends.reduce((sum, row) => sum + row.requests, 0)));
  if (result.servers.length > 0) {
    place.append(serversTable(result.servers));
    place.append(element("p", {class: "hint"},
      "Busy: the share of a server's maxconn that was in use on average; without maxconn, requests in service at once."));
  }
  if (left_out.rows > 0) {
    place.append(element("p", {class: "hint"},
      `Left out to keep this page small: ${counted(left_out.rows, "row")} with the fewest requests. `,
      element("code", {}, "--format json"), " prints all of them."));
  }
}

function showRefusals({result}) {
  showRules(byId("refusing-rules"), result.refusing_rules || []);
  showClients(byId("clients"), result);
}

function showRules(place, rules) {
  if (rules.length === 0) return;
  const most = Math.max(...rules.map((row) => row.requests));
  place.append(table("By which rule", [
    {title: "rule", text: true, value: (row) => row.rule},
    {title: "where", text: true, value: (row) => `${(row.file || "").split("/").pop()}:${row.line}`},
    {title: "requests refused", value: (row) => row.requests, show: (row) => number(row.requests)},
    {title: "beside the first", value: (row) => row.requests / most, show: (row) => bar(row.requests / most)},
    {title: "first", value: (row) => row.first_s, show: (row) => moment(row.first_s, 0.1)},
    {title: "last", value: (row) => row.last_s, show: (row) => moment(row.last_s, 0.1)},
  ], rules));
}

function showClients(place, result) {
  const clients = result.refused_clients || [];
  if (clients.length === 0) {
    place.append(element("p", {class: "empty"}, total(result.outcomes, kRefusals) > 0
      ? "Rules refused requests, but of no client whose address is known."
      : "No rule turned anyone away."));
    return;
  }
  const most = Math.max(...clients.map((row) => row.requests));
  place.append(table(clients.length === 1 ? "The only refused client" : "Most refused clients", [
    {title: "client", text: true, value: (row) => row.client},
    {title: "requests refused", value: (row) => row.requests,
      show: (row) => (row.excess > 0 ? "at most " : "") + number(row.requests)},
    {title: "beside the first", value: (row) => row.requests / most, show: (row) => bar(row.requests / most)},
    {title: "first", value: (row) => row.first_s, show: (row) => moment(row.first_s, 0.1)},
    {title: "last", value: (row) => row.last_s, show: (row) => moment(row.last_s, 0.1)},
  ], clients));
}
