// The figures that come first, and what stands out.

function tile(title, figure, detail, mood) {
  return element("div", {class: "tile" + (mood ? " " + mood : "")},
    element("h3", {}, title), element("p", {class: "figure"}, figure), element("p", {class: "detail"}, detail));
}

function requestsTile({result, series}) {
  const seconds = result.span_ms / 1000;
  let detail = `${significant(result.requests / seconds)} a second in ${duration(result.span_ms)}`;
  const all = series && track("all");
  if (all && series.count > 2) {
    const rates = perSecond(all.arrived);
    const peak = rates.indexOf(Math.max(...rates));
    detail += `; most at ${moment(stretches.middle[peak], series.width_s)}, ${significant(rates[peak])}`;
  }
  return tile("Requests", number(result.requests), detail);
}

function servedTile({result}) {
  const {outcomes, requests} = result;
  const others = listed(outcomes, ["redirected", "returned"]);
  const served = outcomes.served || 0;
  return tile("Served by a server", percent(served, requests), number(served) + (others && `; besides ${others}`));
}

function responseTile({all}) {
  const times = all.total_ms;
  if (!times) return tile("Response time", "–", "nothing was served");
  return tile("Response time", duration(times.p50),
    `median; p95 ${duration(times.p95)}, p99 ${duration(times.p99)}, longest ${duration(times.max)}`);
}

function waitTile({all}) {
  const waits = all.queue_ms;
  if (!waits) return tile("Wait in queues", "–", "no request came to a server");
  if (waits.max === 0) return tile("Wait in queues", "none", "every request found a server free");
  return tile("Wait in queues", duration(waits.p99),
    `p99; median ${duration(waits.p50)}, longest ${duration(waits.max)}`, waits.p99 > 0 ? "uneasy" : "");
}

function refusedTile({result}) {
  const refused = total(result.outcomes, kRefusals);
  return tile("Refused", number(refused), refused === 0 ? "no rule turned a request away"
    : `${percent(refused, result.requests)}: ${listed(result.outcomes, kRefusals)}`, refused > 0 ? "uneasy" : "");
}

function failedTile({result}) {
  const failed = total(result.outcomes, kFailures);
  return tile("Failed", number(failed), failed === 0 ? "no timeout, no error, no full queue"
    : `${percent(failed, result.requests)}: ${listed(result.outcomes, kFailures)}`, failed > 0 ? "bad" : "good");
}

function showTiles(data) {
  byId("tiles").append(...[requestsTile, servedTile, responseTile, waitTile, refusedTile, failedTile]
    .map((make) => make(data)));
}

/** "web1, web2, web3 and 7 others" */
function named(servers) {
  const names = servers.map((server) => server.name);
  if (names.length <= 4) return names.join(", ");
  return `${names.slice(0, 3).join(", ")} and ${number(names.length - 3)} others`;
}

function observeServers(servers, say) {
  const down = servers.filter((server) => server.went_down > 0);
  if (down.length > 0) {
    const times = sum(down.map((of) => of.went_down));
    say("bad", down[0].backend, `health checks took out ${named(down)}, ` +
      (times === 1 ? "once" : `${number(times)} times in all`));
  }
  const failing = servers.filter((server) => server.failed_attempts > 0);
  if (failing.length > 0) {
    say("uneasy", failing[0].backend, `${counted(sum(failing.map((of) => of.failed_attempts)), "attempt")} to use ` +
      `${named(failing)} failed`);
  }
  const full = servers.filter((server) => server.utilisation > 0.9);
  if (full.length > 0) say("uneasy", full[0].backend, `more than 90 % of the maxconn of ${named(full)} in use on average`);
}

/** Sentences on what stands out, the worst first: [mood, subject, sentence]. */
function observations({result}) {
  const found = [];
  const say = (mood, subject, sentence) => found.push([mood, subject, sentence]);
  for (const backend of result.backends) {
    const failed = total(backend.outcomes, kFailures);
    if (failed > 0) {
      say("bad", backend.name, `${number(failed)} of ${counted(backend.requests, "request")} failed: ` +
        listed(backend.outcomes, kFailures));
    }
  }
  for (const backend of result.backends) observeServers(result.servers.filter((of) => of.backend === backend.name), say);
  for (const backend of result.backends) {
    if (backend.longest_queue > 0) {
      say("uneasy", backend.name, `up to ${counted(backend.longest_queue, "request")} waited at one time, ` +
        `${significant(backend.mean_queue)} on average; p99 of the wait ${duration(backend.queue_ms && backend.queue_ms.p99)}`);
    }
  }
  for (const frontend of result.frontends) {
    if (frontend.held_back > 0) {
      say("uneasy", frontend.name, `${counted(frontend.held_back, "connection")} waited because it was full`);
    }
    const refused = total(frontend.outcomes, kRefusals);
    if (refused > 0) say("", frontend.name, `rules refused ${percent(refused, frontend.requests)} of its requests: ` +
      listed(frontend.outcomes, kRefusals));
  }
  const order = ["bad", "uneasy", ""];
  return found.sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
}

function showObservations(data) {
  const kShown = 12;
  const found = observations(data);
  const place = byId("worth");
  if (found.length === 0) {
    place.append(element("p", {class: "empty"}, data.result.requests === 0
      ? "There was no traffic: no request was simulated."
      : "Nothing stands out: no request failed, no queue formed, no server went down."));
  } else {
    const word = {bad: "went wrong", uneasy: "close to a limit", "": "as configured"};
    const row = ([mood, subject, sentence]) => element("li", {class: mood},
      element("span", {class: "mark", title: word[mood]}, element("span", {class: "unseen"}, word[mood] + ": ")),
      element("span", {}, element("strong", {}, subject), " – ", sentence));
    place.append(element("ul", {class: "observations"}, found.slice(0, kShown).map(row)));
    if (found.length > kShown) {
      place.append(element("details", {}, element("summary", {}, `${found.length - kShown} more`),
        element("ul", {class: "observations"}, found.slice(kShown).map(row))));
    }
  }
  if (data.notes.length > 0) {
    place.append(element("ul", {class: "notes"}, data.notes.map((note) => element("li", {}, "Note: ", note))));
  }
}
