// Filters: the configuration files of spoe and opentracing, limits of bandwidth.
#include <algorithm>

#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

// Of words that stand twice the last one counts.
const Option* last_parameter(const Option& filter, std::string_view name) {
  const Option* last = nullptr;
  for (const Option& o : filter.parameters())
    if (o.name() == name) last = &o;
  return last;
}

void check_configuration_file(Reading& reading, const Option& filter, std::string_view rule) {
  const Option* const config = last_parameter(filter, "config");
  if (config == nullptr) {
    reading.error(rule, filter.span(), fmt::format("'filter {}' needs its configuration file", filter.name()),
                  "add 'config FILE'");
    return;
  }
  FileAccess* const files = reading.files();
  const std::string path(config->text("file"));
  if (files == nullptr || files->state(path) == FileState::regular) return;
  reading.error("missing-file", config->span(), fmt::format("the configuration file {} cannot be read", quote(path)));
}

// 3.2 reads the file with sections of its own, and has no others any more when it fails to open it.
void check_spoe_file(Reading& reading, const Directive& d, const Option& filter) {
  check_configuration_file(reading, filter, "spoe-without-file");
  const Option* const config = last_parameter(filter, "config");
  if (reading.target() != Version::v3_2 || config == nullptr || reading.files() == nullptr) return;
  if (const Directive* const lost = reading.lost_sections) {
    reading
        .error("spoe-file", filter.span(), "HAProxy 3.2 cannot read this file when it could not read the one before it",
               "mend the filter above")
        .related.push_back({lost->span, "the file that cannot be read"});
  } else if (reading.files()->state(std::string(config->text("file"))) == FileState::missing) {
    reading.lost_sections = &d;
  }
}

void check_opentracing(Reading& reading, const Option& filter) {
  if (filter.parameter("id") == nullptr) {
    reading
        .warning("filter-without-id", filter.span(), "this 'filter opentracing' has no name, and gets 'ot-filter'",
                 "add 'id NAME', so that rules and its own file can name it")
        .whole = true;
  }
  check_configuration_file(reading, filter, "filter-without-file");
}

// Up to 2.6 the second name counts.
void check_trace_name(Reading& reading, const Option& filter) {
  if (!reading.from(Version::v3_0)) return;
  const Option* first = nullptr;
  for (const Option& o : filter.parameters()) {
    if (o.name() != "name") continue;
    if (first != nullptr) {
      reading.error("set-twice", o.span(), "this trace has a name already", "keep one of them")
          .related.push_back({first->span(), "the first"});
      return;
    }
    first = &o;
  }
}

// bwlim-in, bwlim-out: a limit for each stream (default-limit, default-period), or one that a table shares (limit,
// key).
void check_bandwidth(Reading& reading, const Option& filter) {
  if (filter.args.size() < 2) return;
  const auto refuse = [&](std::string message) {
    reading.error("bandwidth-limit", filter.span(), std::move(message),
                  "write 'default-limit SIZE default-period TIME', or 'limit SIZE key EXPRESSION table NAME'");
  };
  const Option* const limit = last_parameter(filter, "limit");
  const Option* const own = last_parameter(filter, "default-limit");
  const Option* const period = last_parameter(filter, "default-period");
  const bool shared = limit != nullptr || filter.parameter("key") != nullptr || filter.parameter("table") != nullptr;
  // 0 is as good as nothing.
  const auto lacks_size = [](const Option* size) { return size == nullptr || size->size("size").value_or(1) == 0; };
  if (shared && (own != nullptr || period != nullptr))
    return refuse("a limit for each stream stands beside a shared one");
  if (shared && lacks_size(limit)) return refuse("this shared limit lacks 'limit'");
  if (shared && filter.parameter("key") == nullptr) return refuse("this shared limit lacks 'key'");
  if (shared) {
    const Option* const table = filter.parameter("table");
    reading.references.push_back({"track", table == nullptr ? std::string_view() : table->text("table"),
                                  reading.section, filter.span(), filter.name()});
    return;
  }
  if (lacks_size(own)) return refuse("this limit lacks 'default-limit'");
  if (period == nullptr || period->duration("time").value_or(1) == 0)
    return refuse("this limit lacks 'default-period'");
}

// Filters of both directions share their names.
void check_limit_name(Reading& reading, const Directive& d, const Option& filter) {
  const std::string_view name = filter.text("name");
  const Directive* const other = first_above(reading, d, [&](const Directive& above) {
    if (!above.is("filter")) return false;
    const std::span<const Option> options = above.options();
    return std::any_of(options.begin(), options.end(),
                       [&](const Option& o) { return o.name().starts_with("bwlim-") && o.text("name") == name; });
  });
  if (name.empty() || other == nullptr) return;
  Diagnostic& found =
      reading.error("duplicate-name", filter.span(),
                    fmt::format("there is a limit of bandwidth {} in this section already", quote(name)),
                    "give each a name of its own");
  found.related.push_back({other->span, "the other"});
}

// The application that a line chooses, by itself or as a filter.
std::string_view application_of(const Directive& d) {
  if (d.is("use-fcgi-app")) return d.text("name");
  const Option* const filter = d.is("filter") ? d.option("fcgi-app") : nullptr;
  return filter == nullptr ? std::string_view() : filter->text("name");
}

}  // namespace

void check_application(Reading& reading, Directive& d) {
  const Directive* const other = first_above(reading, d, [&](const Directive& above) {
    const std::string_view name = application_of(above);
    return !name.empty() && name != application_of(d);
  });
  if (other == nullptr) return;
  Diagnostic& found =
      reading.error("set-twice", d.span, "a backend has one FastCGI application", "keep one of the lines");
  // Of filters HAProxy finds it out when it starts them.
  found.whole = d.is("filter");
  found.related.push_back({other->span, "another one"});
}

void check_filter(Reading& reading, Directive& d) {
  if (d.options().empty()) {
    reading.error("missing-argument", d.span, "'filter' needs the name of a filter",
                  "for example 'filter compression' or 'filter cache NAME'");
    return;
  }
  if (!application_of(d).empty()) check_application(reading, d);
  for (const Option& o : d.options()) {
    if (o.name() == "spoe") check_spoe_file(reading, d, o);
    if (o.name() == "trace") check_trace_name(reading, o);
    if (o.name() == "opentracing") check_opentracing(reading, o);
    if (o.name().starts_with("bwlim-")) {
      check_bandwidth(reading, o);
      check_limit_name(reading, d, o);
    }
  }
}

}  // namespace hapax::config
