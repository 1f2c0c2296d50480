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
  FileAccess* const files = reading.files();
  const std::string path(config->text("file"));
  if (files == nullptr || files->state(path) == FileState::regular) return;
  reading.error("missing-file", config->span, fmt::format("the configuration file {} cannot be read", quote(path)));
}

// bwlim-in, bwlim-out: a limit for each stream (default-limit, default-period), or one that a table shares (limit,
// key).
void check_bandwidth(Reading& reading, const Option& filter) {
  const auto* const list =
      filter.args.size() < 2 ? nullptr : std::get_if<std::span<const Option>>(&filter.args[1].value);
  if (list == nullptr) return;
  const auto refuse = [&](std::string message) {
    reading.error("bandwidth-limit", filter.span, std::move(message),
                  "write 'default-limit SIZE default-period TIME', or 'limit SIZE key EXPRESSION table NAME'");
  };
  const Option* const limit = find(*list, "limit");
  const Option* const own = find(*list, "default-limit");
  const bool shared = limit != nullptr || find(*list, "key") != nullptr || find(*list, "table") != nullptr;
  if (shared && (own != nullptr || find(*list, "default-period") != nullptr))
    return refuse("a limit for each stream stands beside a shared one");
  if (shared && limit == nullptr) return refuse("this shared limit lacks 'limit'");
  if (shared && find(*list, "key") == nullptr) return refuse("this shared limit lacks 'key'");
  if (shared) {
    const Option* const table = find(*list, "table");
    reading.references.push_back({"track", table == nullptr ? std::string_view() : table->text("table"),
                                  reading.section, filter.span, filter.name()});
    return;
  }
  if (own == nullptr || own->size("size").value_or(1) == 0) return refuse("this limit lacks 'default-limit'");
  if (find(*list, "default-period") == nullptr) return refuse("this limit lacks 'default-period'");
}

}  // namespace

void check_filter(Reading& reading, Directive& d) {
  if (d.options().empty()) {
    reading.error("missing-argument", d.span, "'filter' needs the name of a filter",
                  "for example 'filter compression' or 'filter cache NAME'");
    return;
  }
  for (const Option& o : d.options()) {
    if (o.name() == "spoe") check_spoe(reading, o);
    if (o.name().starts_with("bwlim-")) check_bandwidth(reading, o);
  }
}

}  // namespace hapax::config
