// Converters that read or write what routing keeps: variables, captures, proxies and servers by name.

#include <array>

#include "routing/actions/set_variable.hpp"
#include "routing/convert/converters.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/live/live_state.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

bool convert_set_var(const Args& args, Context& c, Sample& s) {
  return set_variable(args[0].index, args.from(1), c, s);
}

bool convert_unset_var(const Args& args, Context& c, Sample&) {
  forget_variable(args[0].index, c);
  return is_in_scope(args[0].index, c);
}

bool capture(std::vector<std::string_view>& slots, const std::vector<model::Capture>& captures, const Arg& arg,
             Context& c, const Sample& s) {
  const auto index = static_cast<std::size_t>(arg.number);
  if (index >= slots.size() || index >= captures.size()) return false;
  slots[index] = TransactionState::captured(c.arena.copy(s.text), captures[index].length);
  return true;
}

bool convert_capture_req(const Args& args, Context& c, Sample& s) {
  if (c.state == nullptr) return false;
  return capture(c.state->captures, c.world.model.proxies[c.connection().frontend].captures, args[0], c, s);
}

bool convert_capture_res(const Args& args, Context& c, Sample& s) {
  if (c.state == nullptr) return false;
  return capture(c.state->response_captures, c.world.model.proxies[c.connection().frontend].response_captures, args[0],
                 c, s);
}

bool convert_nbsrv(const Args&, Context& c, Sample& s) {
  const model::Index backend = c.world.program.find_backend(s.text);
  if (backend == model::kNone) return false;
  s.set_integer(c.world.live.backend(backend).usable_servers);
  return true;
}

bool convert_fe_exists(const Args&, Context& c, Sample& s) {
  bool found = false;
  for (const model::Proxy& proxy : c.world.model.proxies) {
    found = found || (proxy.name == s.text && proxy.kind != model::Proxy::Kind::backend);
  }
  s.set_boolean(found);
  return true;
}

/// "backend/server", or a server of the request's backend, as long as there is none of the proxy whose rule this is.
model::Index find_server(std::string_view name, const Context& c) {
  const auto slash = name.find('/');
  const model::Index chosen = c.transaction == nullptr ? model::kNone : c.transaction->ticket.backend;
  const model::Index own = chosen == model::kNone ? c.proxy : chosen;
  if (slash == std::string_view::npos) return c.world.program.find_server(own, name);
  const model::Index backend = c.world.program.find_backend(name.substr(0, slash));
  return backend == model::kNone ? model::kNone : c.world.program.find_server(backend, name.substr(slash + 1));
}

bool convert_srv_is_up(const Args&, Context& c, Sample& s) {
  const model::Index server = find_server(s.text, c);
  if (server == model::kNone) return false;
  s.set_boolean(c.world.live.is_up(server));
  return true;
}

bool convert_srv_queue(const Args&, Context& c, Sample& s) {
  const model::Index server = find_server(s.text, c);
  if (server == model::kNone) return false;
  s.set_integer(c.world.live.server(server, c.now).queued);
  return true;
}

bool convert_debug(const Args&, Context&, Sample&) { return true; }

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::set_var, convert_set_var},
    ConverterEntry{ConverterId::unset_var, convert_unset_var},
    ConverterEntry{ConverterId::capture_req, convert_capture_req},
    ConverterEntry{ConverterId::capture_res, convert_capture_res},
    ConverterEntry{ConverterId::nbsrv, convert_nbsrv},
    ConverterEntry{ConverterId::fe_exists, convert_fe_exists},
    ConverterEntry{ConverterId::srv_is_up, convert_srv_is_up},
    ConverterEntry{ConverterId::srv_queue, convert_srv_queue},
    ConverterEntry{ConverterId::debug, convert_debug},
};

}  // namespace

std::span<const ConverterEntry> state_converters() { return kEntries; }

}  // namespace hapax::routing
