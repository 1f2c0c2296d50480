// FastCGI applications: what each of them must say of itself.
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/samples/format.hpp"
#include "config/samples/points.hpp"

namespace hapax::config {
namespace {

void check_root(Reading& reading, const Section& section) {
  if (section.last("docroot") != nullptr) return;
  reading
      .error("missing-argument", section.span,
             fmt::format("the FastCGI application {} has no 'docroot'", quote(section.name)),
             "add 'docroot PATH', where PATH is the folder of the scripts on the servers")
      .whole = true;
}

// HAProxy warns of it, and refuses the configuration all the same. An application that is asked for its limits
// ('get-values') may say that it multiplexes.
void check_multiplexing(Reading& reading, const Section& section) {
  const Directive* const most = section.last("option max-reqs");
  if (most == nullptr || most->integer("number").value_or(0) <= 1) return;
  for (const std::string_view name : {"option mpxs-conns", "option get-values"})
    if (const Directive* const option = section.last(name); option != nullptr && !option->no) return;
  reading
      .warning("fcgi-without-multiplexing", most->span,
               fmt::format("{} sends one request at a time over a connection, and 'max-reqs' asks for more",
                           quote(section.name)),
               "add 'option mpxs-conns' if the application takes several at a time, or remove 'max-reqs'")
      .whole = true;
  reading.error("fcgi-without-multiplexing", most->span, "HAProxy does not start with this application").whole = true;
}

// HAProxy reads them for each proxy that uses the application, and not at all for none.
void check_formats(Reading& reading, const Section& section) {
  for (const Directive* d : section.all("set-param"))
    if (const Arg* const format = d->arg("format"))
      (void)read_format(reading, {"set-param", points_of("set-param", section), &section}, format->words[0]);
}

std::unordered_set<std::string_view> used_applications(const Reading& reading) {
  std::unordered_set<std::string_view> names;
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    if (const Directive* const use = reading.config().effective(section, "use-fcgi-app"))
      names.insert(use->text("name"));
    for (const Directive* d : section.all("filter"))
      if (const Option* const filter = d->option("fcgi-app")) names.insert(filter->text("name"));
  }
  return names;
}

}  // namespace

void check_applications(Reading& reading) {
  const std::vector<const Section*> all = reading.config().all(SectionKind::fcgi_app);
  if (all.empty()) return;
  const std::unordered_set<std::string_view> used = used_applications(reading);
  for (const Section* section : all) {
    check_root(reading, *section);
    check_multiplexing(reading, *section);
    if (used.contains(section->name)) check_formats(reading, *section);
  }
}

}  // namespace hapax::config
