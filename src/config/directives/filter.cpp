// filter spoe: its configuration file.
#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

const Option* find(std::span<const Option> list, std::string_view name) {
  for (const Option& o : list)
    if (o.name() == name) return &o;
  return nullptr;
}

void check_spoe(Reading& reading, const Option& filter) {
  const auto* const list = filter.args.empty() ? nullptr : std::get_if<std::span<const Option>>(&filter.args[0].value);
  const Option* const config = list == nullptr ? nullptr : find(*list, "config");
  if (config == nullptr) {
    reading.error("spoe-without-file", filter.span, "'filter spoe' needs its configuration file", "add 'config FILE'");
    return;
  }
  FileAccess* const files = reading.options().files;
  const std::string path(config->text("file"));
  if (files == nullptr || files->state(path) == FileState::regular) return;
  reading.error("missing-file", config->span, fmt::format("the configuration file {} cannot be read", quote(path)));
}

}  // namespace

void check_filter(Reading& reading, Directive& d) {
  if (d.options().empty()) {
    reading.error("missing-argument", d.span, "'filter' needs the name of a filter",
                  "for example 'filter compression' or 'filter cache NAME'");
    return;
  }
  for (const Option& o : d.options())
    if (o.name() == "spoe") check_spoe(reading, o);
}

}  // namespace hapax::config
