#include "config/checks/server_names.hpp"

#include <string>

#include <hapax/syntax/value.hpp>

namespace hapax::config {
namespace {

void add(ServerNames::Found& found, const Directive& line) {
  found.several = found.several || found.line != nullptr;
  found.line = found.several ? nullptr : &line;
}

bool makes(const Directive& line, std::string_view name) {
  const std::string_view prefix = line.text("prefix");
  if (!name.starts_with(prefix)) return false;
  const std::string_view number = name.substr(prefix.size());
  const auto [first, last] = template_numbers(line.text("count"));
  const std::int64_t value = syntax::leading_integer(number).value;
  return value >= first && value <= last && number == std::to_string(value);
}

}  // namespace

std::string_view server_name(const Directive& line) {
  return line.text(line.is("server-template") ? "prefix" : "name");
}

TemplateNumbers template_numbers(std::string_view count) {
  const std::size_t dash = count.find('-');
  if (dash == std::string_view::npos) return {1, syntax::leading_integer(count).value};
  return {syntax::leading_integer(count.substr(0, dash)).value, syntax::leading_integer(count.substr(dash + 1)).value};
}

std::string_view what_is_wrong(const ServerNames::Found& found) {
  return found.several ? "several servers have that name" : "there is none";
}

ServerNames::ServerNames(const Section& section) {
  for (const Directive& d : section.directives) {
    if (d.is("server")) add(servers_[d.text("name")], d);
    if (d.is("server-template")) templates_.push_back(&d);
  }
}

ServerNames::Found ServerNames::find(std::string_view name) const {
  const auto server = servers_.find(name);
  Found found = server == servers_.end() ? Found() : server->second;
  for (const Directive* const line : templates_)
    if (makes(*line, name)) add(found, *line);
  return found;
}

}  // namespace hapax::config
