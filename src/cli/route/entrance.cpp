#include "cli/route/entrance.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/simulate/trace.hpp>

namespace hapax::cli {
namespace {

using Family = model::Endpoint::Family;

bool is_frontend(const model::Proxy& proxy) { return proxy.kind != model::Proxy::Kind::backend; }

bool is_wildcard(const model::Endpoint& address) { return address.host == "0.0.0.0" || address.host == "::"; }

// A client speaks HTTP to an HTTP frontend; what it sends through a TCP frontend is the server's business.
bool speaks(const model::RoutingModel& model, const Entrance& entrance, bool tls) {
  const model::Proxy& proxy = model.proxies[entrance.frontend];
  if (proxy.mode != model::Mode::http) return true;
  return model.binds[entrance.bind].tls == tls;
}

bool listens_on(const model::Bind& bind, const Destination& to) {
  if (to.port < bind.address.port || to.port > bind.address.last_port) return false;
  routing::Address numeric;
  if (to.host.empty() || !simulate::parse_address(to.host, numeric)) return true;
  return is_wildcard(bind.address) || bind.address.host == to.host;
}

std::vector<Entrance> all_entrances(const model::RoutingModel& model) {
  std::vector<Entrance> list;
  for (model::Index i = 0; i < model.proxies.size(); ++i) {
    const model::Proxy& proxy = model.proxies[i];
    const bool usable =
        is_frontend(proxy) && !proxy.disabled && (proxy.mode == model::Mode::http || proxy.mode == model::Mode::tcp);
    if (!usable) continue;
    for (model::Index b = proxy.binds.first; b < proxy.binds.end(); ++b) list.push_back({i, b});
  }
  return list;
}

template <class Keep>
std::vector<Entrance> only(const std::vector<Entrance>& list, Keep&& keep) {
  std::vector<Entrance> kept;
  std::copy_if(list.begin(), list.end(), std::back_inserter(kept), keep);
  return kept;
}

std::size_t frontends_in(const std::vector<Entrance>& list) {
  std::set<model::Index> names;
  for (const Entrance& entrance : list) names.insert(entrance.frontend);
  return names.size();
}

std::string listing(const model::RoutingModel& model, const std::vector<Entrance>& list) {
  std::string text;
  for (const Entrance& entrance : list) {
    const model::Bind& bind = model.binds[entrance.bind];
    text += fmt::format("{}{} on {}{}", text.empty() ? "" : ", ", model.proxies[entrance.frontend].name, bind.text,
                        bind.tls ? " (TLS)" : "");
  }
  return text;
}

}  // namespace

Result<Entrance> entrance_by_name(const model::RoutingModel& model, std::string_view name, const Destination& to) {
  std::vector<std::string_view> names;
  for (model::Index i = 0; i < model.proxies.size(); ++i) {
    const model::Proxy& proxy = model.proxies[i];
    if (!is_frontend(proxy)) continue;
    names.push_back(proxy.name);
    if (proxy.name != name) continue;
    Entrance best{i, proxy.binds.empty() ? model::kNone : proxy.binds.first};
    for (model::Index b = proxy.binds.end(); b-- > proxy.binds.first;) {
      if (model.binds[b].tls == to.tls) best.bind = b;
    }
    for (model::Index b = proxy.binds.end(); b-- > proxy.binds.first;) {
      if (model.binds[b].tls == to.tls && to.port != 0 && listens_on(model.binds[b], to)) best.bind = b;
    }
    return best;
  }
  std::string message = fmt::format("there is no frontend '{}'", name);
  if (const auto near = nearest(name, names)) {
    message += fmt::format("; did you mean '{}'?", *near);
  } else if (!names.empty()) {
    message += fmt::format("; there are {}", fmt::join(names, ", "));
  }
  return fail(std::move(message));
}

Result<Entrance> entrance_by_address(const model::RoutingModel& model, const Destination& to) {
  const std::vector<Entrance> all = all_entrances(model);
  if (all.empty()) return fail("the configuration listens nowhere: no frontend has a 'bind' line");
  const std::vector<Entrance> speaking = only(all, [&](const Entrance& e) { return speaks(model, e, to.tls); });
  const std::string_view kind = to.tls ? "HTTPS" : "HTTP";
  if (to.port != 0) {
    const std::vector<Entrance> exact =
        only(speaking, [&](const Entrance& e) { return listens_on(model.binds[e.bind], to); });
    if (frontends_in(exact) == 1) return exact.front();
    if (!exact.empty()) {
      return fail(fmt::format("several frontends listen on port {}, say which with '--frontend': {}", to.port,
                              listing(model, exact)));
    }
    if (to.port_written) {
      return fail(fmt::format("no frontend takes {} on port {}: there are {}", kind, to.port, listing(model, all)));
    }
  }
  // The port was not written, so it need not be the scheme's: the only one that speaks HTTP will do, with TLS as asked
  // for if there is such a one.
  const auto http = [&](const Entrance& e) { return model.proxies[e.frontend].mode == model::Mode::http; };
  for (const std::vector<Entrance>& list : {only(speaking, http), only(all, http), speaking}) {
    if (frontends_in(list) == 1) return list.front();
    if (!list.empty()) {
      return fail(
          fmt::format("several frontends could be meant, say which with '--frontend': {}", listing(model, list)));
    }
  }
  return fail(fmt::format("no frontend takes {}: there are {}", kind, listing(model, all)));
}

routing::Address local_address(const model::RoutingModel& model, const Entrance& entrance, const Destination& to) {
  routing::Address address;
  if (entrance.bind == model::kNone) return address;
  const model::Endpoint& endpoint = model.binds[entrance.bind].address;
  if (endpoint.family == Family::unix_socket) {
    address.family = routing::Address::Family::unix_socket;
    return address;
  }
  const bool any = is_wildcard(endpoint);
  if (!any || !simulate::parse_address(to.host, address)) {
    simulate::parse_address(any ? (endpoint.family == Family::ipv6 ? "::1" : "127.0.0.1") : endpoint.host, address);
  }
  const bool in_range = to.port >= endpoint.port && to.port <= endpoint.last_port;
  address.port = in_range && to.port != 0 ? to.port : endpoint.port;
  return address;
}

}  // namespace hapax::cli
