// hapax route: the way of one request, or of each request of a trace.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include <hapax/routing/message.hpp>
#include <hapax/simulate/input.hpp>
#include <hapax/simulate/trace.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/compiled.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/terminal.hpp"
#include "cli/route/entrance.hpp"
#include "cli/route/journey.hpp"
#include "cli/route/show.hpp"
#include "cli/route/single.hpp"

namespace hapax::cli {

extern const Command route_command;

namespace {

struct RouteOptions {
  ConfigurationOptions input;
  std::optional<std::string> request;
  std::optional<std::string> trace;
  std::string source{kSomebody};
  std::vector<std::string> headers;
  std::optional<std::string> frontend;
  std::string alpn;
  std::string format = "text";
};

int route_request(const RouteOptions& options, const CompiledConfiguration& compiled) {
  const auto journey =
      route_single(compiled.model, {*options.request, options.headers, options.source, options.frontend, options.alpn});
  if (!journey) return complain(journey.error().message);
  if (options.format == "json") {
    fmt::print("{}\n", journey_json(compiled.model, 0, *journey));
  } else {
    fmt::print(
        "{}", journey_text(compiled.model, *compiled.loaded.sources, *journey, *options.request, wants_colour(stdout)));
  }
  return kClean;
}

// The requests of a trace. Lines of one `conn` share a connection; what a connection points to is kept with it.
class TraceRoute {
 public:
  TraceRoute(const RouteOptions& options, const CompiledConfiguration& compiled)
      : options_(options), model_(compiled.model), traveller_(compiled.model) {}

  /// 0, or 2 after a complaint.
  int run(simulate::TraceReader& reader);

 private:
  struct Client {
    routing::ClientConnection connection;
    routing::ConnectionState* state = nullptr;
    routing::Arena texts;
  };

  Result<void> one(const simulate::TraceRequest& request);
  Result<Entrance> entrance_of(const simulate::TraceRequest& request);
  Result<bool> connect(const simulate::TraceRequest& request, Client& client, Journey& journey);
  void print(const simulate::TraceRequest& request, const Journey& journey);

  const RouteOptions& options_;
  const model::RoutingModel& model_;
  Traveller traveller_;
  std::unordered_map<std::string, std::unique_ptr<Client>> clients_;
  std::map<std::pair<std::string, bool>, Result<Entrance>> entrances_;  ///< by frontend's name and TLS
  std::uint64_t number_ = 0;
};

Result<Entrance> TraceRoute::entrance_of(const simulate::TraceRequest& request) {
  const std::string name = !request.frontend.empty() ? std::string(request.frontend) : options_.frontend.value_or("");
  const auto [found, fresh] = entrances_.try_emplace({name, request.tls}, Entrance{});
  if (fresh) {
    const Destination to{request.tls, "", 0, false};
    found->second = name.empty() ? entrance_by_address(model_, to) : entrance_by_name(model_, name, to);
  }
  return found->second;
}

// False: a rule rejected the connection, and `journey` is complete.
Result<bool> TraceRoute::connect(const simulate::TraceRequest& request, Client& client, Journey& journey) {
  const auto entrance = entrance_of(request);
  if (!entrance) return tl::unexpected(entrance.error());
  routing::Address source = request.source;
  if (source.family == routing::Address::Family::none) simulate::parse_address(kSomebody, source);
  if (source.port == 0 && source.family != routing::Address::Family::unix_socket) source.port = kSomePort;
  client.connection = connection_of(model_, *entrance, {request.tls, "", 0, false}, source);
  if (request.peer.family != routing::Address::Family::none) client.connection.peer = request.peer;
  if (client.connection.tls) client.connection.tls = request.tls_info(client.texts);
  return traveller_.open(client.connection, request.t, client.state, journey);
}

Result<void> TraceRoute::one(const simulate::TraceRequest& request) {
  Journey journey;
  const std::string key(request.connection);
  std::unique_ptr<Client> client;
  if (const auto known = clients_.find(key); !key.empty() && known != clients_.end()) {
    client = std::move(known->second);
    clients_.erase(known);
  } else {
    client = std::make_unique<Client>();
    const auto connected = connect(request, *client, journey);
    if (!connected) return tl::unexpected(connected.error());
    if (!*connected) {
      print(request, journey);
      return {};
    }
  }
  const Departure departure{request.t, request.request, request.has_response ? &request.response : nullptr};
  const bool goes_on = traveller_.travel(client->connection, client->state, departure, journey);
  if (goes_on && !key.empty()) {
    clients_.emplace(key, std::move(client));
  } else {
    traveller_.close(client->state, request.t);
  }
  print(request, journey);
  return {};
}

void TraceRoute::print(const simulate::TraceRequest& request, const Journey& journey) {
  if (options_.format == "json") {
    fmt::print("{}\n", journey_json(model_, number_++, journey));
  } else {
    const std::string what = fmt::format("{} {}", request.request.method, request.request.target);
    fmt::print("{:>12.6f}  {}\n", static_cast<double>(request.t) / 1e9, journey_summary(model_, journey, what));
  }
}

int TraceRoute::run(simulate::TraceReader& reader) {
  simulate::TraceRequest request;
  for (;;) {
    const auto more = reader.next(request);
    if (!more) return complain(more.error().message);
    if (!reader.damage().first.empty()) {
      const simulate::DamagedLine& line = reader.damage().first.front();
      return complain(fmt::format("'{}' line {}: {}", *options_.trace, line.line, line.why));
    }
    if (!*more) break;
    if (const auto done = one(request); !done) {
      return complain(fmt::format("'{}' line {}: {}", *options_.trace, request.line, done.error().message));
    }
  }
  for (const auto& [name, client] : clients_) traveller_.close(client->state, request.t);
  return kClean;
}

int route_trace(const RouteOptions& options, const CompiledConfiguration& compiled) {
  auto source = simulate::open_source(*options.trace);
  if (!source) return complain(source.error().message);
  const auto reader = simulate::read_native(std::move(*source));
  const int status = TraceRoute(options, compiled).run(*reader);
  if (const std::string remark = not_modelled_remark(compiled.model); status == kClean && !remark.empty()) {
    fmt::print(stderr, "hapax: {}\n", remark);
  }
  return status;
}

// A request among the paths lacks nothing but the option before it.
std::string needs_request(const std::vector<std::string>& paths) {
  const auto request = std::find_if(paths.begin(), paths.end(),
                                    [](const std::string& path) { return path.find("://") != std::string::npos; });
  if (request == paths.end()) return "needs '--request' or '--trace'";
  return fmt::format("needs '--request' before '{}'", *request);
}

int run_route(Arguments arguments) {
  RouteOptions route;
  Options options(route_command, "PATH --request 'METHOD URL' | --trace FILE");
  route.input.declare(options);
  options.section("Requests")
      .value("--request", "LINE", route.request, "one request, such as 'GET https://host/path' (HTTP/2 may follow)")
      .list("-H,--header", "NAME:VALUE", route.headers, "a header of it; may be repeated")
      .value("--src", "ADDRESS", route.source, "the client's address (default 192.0.2.1)")
      .value("--alpn", "PROTOCOL", route.alpn, "what the client of a https request offers, such as h2")
      .value("--trace", "FILE", route.trace, "requests as JSON Lines, one after the other; '-' is standard input")
      .value("--frontend", "NAME", route.frontend,
             "where they come in; without it the one that listens\nfor the request's scheme, host and port");
  options.section("Output").choice("--format", route.format, {"text", "json"},
                                   "how to print it; json is one line a request");
  if (const auto status = options.parse(arguments)) return *status;
  if (route.request.has_value() == route.trace.has_value()) {
    return options.usage_error(route.request ? "takes '--request' or '--trace', not both"
                                             : needs_request(route.input.paths));
  }
  if (route.trace && !route.headers.empty()) return options.usage_error("'--header' goes with '--request'");

  const auto compiled = compile_accepted(route.input, options);
  if (!compiled) return compiled.error();
  return route.request ? route_request(route, *compiled) : route_trace(route, *compiled);
}

}  // namespace

extern const Command route_command{"route", Topic::understand, "where a request goes, and why", run_route};

}  // namespace hapax::cli
