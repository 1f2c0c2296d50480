#include "routing/evaluate/world.hpp"

#include <xxhash.h>

#include "routing/program/request_line.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// The cookie of a server in a backend with `cookie ... dynamic`: 16 hexadecimal digits made from key, address and
/// port.
std::string dynamic_cookie(const std::string& key, const model::Endpoint& endpoint) {
  std::string input = key;
  if (const auto ipv4 = parse_ipv4(endpoint.host)) {
    input.append(reinterpret_cast<const char*>(ipv4->data()), 4);
  } else if (const auto ipv6 = parse_ipv6(endpoint.host)) {
    input.append(reinterpret_cast<const char*>(ipv6->data()), 16);
  }
  const std::uint32_t port = endpoint.port;
  for (int shift = 24; shift >= 0; shift -= 8) input += static_cast<char>(port >> shift);
  std::uint64_t hash = XXH64(input.data(), input.size(), 0);
  std::string text(16, '0');
  for (std::size_t i = 16; i > 0; --i, hash >>= 4) text[i - 1] = to_lower(kHexDigits[hash & 15]);
  return text;
}

}  // namespace

World::World(const model::RoutingModel& routing_model, LiveState& live_state, RandomSource& random_source)
    : model(routing_model),
      program(routing_model),
      screens(routing_model),
      steps(steps_of(routing_model)),
      disturbing(disturbing_rules(routing_model)),
      lasting(lasting_rules(routing_model)),
      rates_are_read(reads_rates(routing_model)),
      live(live_state),
      random(random_source),
      screened(screens.screens.size()) {
  for (const model::PatternSet& set : model.pattern_sets) patterns.emplace_back(set, program.regexes);
  for (const model::Converter& converter : model.converters) {
    const bool integers = converter.id == model::ConverterId::map_integer;
    if (!integers && converter.id != model::ConverterId::map_address) continue;
    const model::Index set = model.arguments[converter.arguments.first].index;
    if (set != model::kNone) patterns[set].require_values(integers ? SampleType::integer : SampleType::address);
  }
  shared_finds = share_finds(model, patterns);
  for (const model::StickTable& table : model.stick_tables) tables.emplace_back(table, model.target);
  for (const model::StickRule& rule : model.stick_rules) tables[rule.table].name_servers();
  process.prepare(program.slots_per_scope[static_cast<std::size_t>(model::Variable::Scope::proc)], true);
  traffic.resize(model.proxies.size());
  for (const model::Proxy& proxy : model.proxies) request_lines.push_back(keeps_request_line(model, proxy));
  strict_numbers = model.target == Version::v3_2;
  for (const model::Server& server : model.servers) {
    const model::CookiePersistence& cookie = model.proxies[server.proxy].cookie;
    cookies.push_back(server.cookie.empty() && cookie.dynamic ? dynamic_cookie(cookie.dynamic_key, server.address)
                                                              : server.cookie);
  }
}

}  // namespace hapax::routing
