// What became of requests, put together as an engineer on call asks for it.

const kRefusals = ["denied", "tarpitted", "rejected"];
const kFailures = ["queue-timeout", "queue-full", "connect-timeout", "connect-failed", "server-timeout", "server-error",
  "no-server", "aborted"];

function total(outcomes, names) {
  return names.reduce((sum, name) => sum + (outcomes[name] || 0), 0);
}

/** "12 queue-timeout, 3 no-server": those of `names` that occurred, most first. */
function listed(outcomes, names) {
  return names.filter((name) => outcomes[name] > 0)
    .sort((a, b) => outcomes[b] - outcomes[a])
    .map((name) => `${number(outcomes[name])} ${name}`)
    .join(", ");
}
