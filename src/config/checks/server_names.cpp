#include "config/checks/server_names.hpp"

namespace hapax::config {

std::string_view server_name(const Directive& line) {
  return line.text(line.is("server-template") ? "prefix" : "name");
}

ServerNames::ServerNames(const Section& section) {
  std::size_t order = 0;
  for (const Directive& d : section.directives) {
    if (d.is("server")) servers_.try_emplace(d.text("name"), Line{&d, order++});
    if (d.is("server-template")) templates_.push_back({&d, order++});
  }
}

const Directive* ServerNames::find(std::string_view name) const {
  const auto server = servers_.find(name);
  for (const Line& line : templates_) {
    if (server != servers_.end() && server->second.order < line.order) break;
    if (name.starts_with(line.directive->text("prefix"))) return line.directive;
  }
  return server == servers_.end() ? nullptr : server->second.directive;
}

}  // namespace hapax::config
