#include "config/checks/server_options.hpp"

#include <string>

#include <hapax/base/span_order.hpp>

#include "config/checks/checks.hpp"

namespace hapax::config {

ServerOptions::ServerOptions(const Reading& reading, const Section& section, const Directive& server) {
  for (const Section* s : chain(section)) {
    for (const Directive* d : reading.default_servers(*s)) {
      if (s != &section || stands_before(d->span, server.span)) add(*d);
    }
  }
  add(server);
}

const Option* ServerOptions::find(std::string_view name) const {
  for (auto it = options_.rbegin(); it != options_.rend(); ++it)
    if ((*it)->name() == name) return *it;
  return nullptr;
}

bool ServerOptions::is_on(std::string_view name) const {
  const std::string off = "no-" + std::string(name);
  for (auto it = options_.rbegin(); it != options_.rend(); ++it) {
    if ((*it)->name() == name) return true;
    if ((*it)->name() == off) return false;
  }
  return false;
}

void ServerOptions::add(const Directive& d) {
  for (const Option& o : d.options()) options_.push_back(&o);
}

}  // namespace hapax::config
