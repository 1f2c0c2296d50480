// Lines of the global section of which HAProxy takes the first: it complains of the others and goes on.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

enum class Complaint : std::uint8_t { alert, warning, warning_later };  // later: from 3.2 on; an alert before

struct Single {
  std::string_view name;
  Complaint complaint;
};

// Sorted by name.
constexpr std::array kSingles{
    Single{"chroot", Complaint::warning_later},
    Single{"cluster-secret", Complaint::alert},
    Single{"fd-hard-limit", Complaint::alert},
    Single{"gid", Complaint::alert},
    Single{"group", Complaint::alert},
    Single{"log-send-hostname", Complaint::alert},
    Single{"maxconn", Complaint::alert},
    Single{"maxconnrate", Complaint::alert},
    Single{"maxpipes", Complaint::alert},
    Single{"maxsessrate", Complaint::alert},
    Single{"maxsslrate", Complaint::alert},
    Single{"pidfile", Complaint::warning_later},
    Single{"server-state-base", Complaint::alert},
    Single{"server-state-file", Complaint::alert},
    Single{"spread-checks", Complaint::alert},
    Single{"stats-file", Complaint::alert},
    Single{"tune.maxaccept", Complaint::warning_later},
    Single{"tune.maxpollevents", Complaint::warning_later},
    Single{"tune.notsent-lowat.client", Complaint::warning},
    Single{"tune.notsent-lowat.server", Complaint::warning},
    Single{"tune.rcvbuf.backend", Complaint::warning},
    Single{"tune.rcvbuf.client", Complaint::warning_later},
    Single{"tune.rcvbuf.frontend", Complaint::warning},
    Single{"tune.rcvbuf.server", Complaint::warning_later},
    Single{"tune.runqueue-depth", Complaint::warning_later},
    Single{"tune.sndbuf.backend", Complaint::warning},
    Single{"tune.sndbuf.client", Complaint::warning_later},
    Single{"tune.sndbuf.frontend", Complaint::warning},
    Single{"tune.sndbuf.server", Complaint::warning_later},
    Single{"uid", Complaint::alert},
    Single{"ulimit-n", Complaint::alert},
    Single{"user", Complaint::alert},
};
static_assert(std::is_sorted(kSingles.begin(), kSingles.end(),
                             [](const Single& a, const Single& b) { return a.name < b.name; }));

// `user` and `uid` set the same.
std::string_view setting(std::string_view name) {
  if (name == "uid") return "user";
  return name == "gid" ? "group" : name;
}

// HAProxy asks whether the value is 0, not whether there was a line; a line without a value sets nothing either, but
// for the name of the machine.
bool sets_nothing(const Directive& d) {
  if (d.is("log-send-hostname")) return false;
  const std::string_view text = d.first_word();
  for (const std::string_view number : {"fd-hard-limit", "gid", "maxconn", "maxconnrate", "maxpipes", "maxsessrate",
                                        "maxsslrate", "spread-checks", "uid", "ulimit-n"})
    if (d.is(number)) return syntax::leading_integer(text).value == 0;
  return text.find_first_not_of('0') == std::string_view::npos || (d.is("user") && text == "root") ||
         (d.is("group") && text == "root");
}

}  // namespace

bool check_repeated(Reading& reading, const Directive& d) {
  const auto known = std::lower_bound(kSingles.begin(), kSingles.end(), d.row->name,
                                      [](const Single& s, std::string_view name) { return s.name < name; });
  if (known == kSingles.end() || known->name != d.row->name) return false;
  const std::string_view what = setting(d.row->name);
  const auto first = reading.global_settings.find(what);
  if (first == reading.global_settings.end()) {
    if (!sets_nothing(d)) reading.global_settings.emplace(what, &d);
    return false;
  }
  const bool warns = known->complaint == Complaint::warning ||
                     (known->complaint == Complaint::warning_later && reading.from(Version::v3_2));
  const std::string message = fmt::format("{} is set already, and HAProxy keeps the first value", quote(d.row->name));
  const std::string help = "remove one of the lines";
  Diagnostic& found = warns ? reading.warning("setting-repeated", d.span, message, help)
                            : reading.alert("setting-repeated", d.span, message, help);
  found.related.push_back({first->second->span, "first set here"});
  return true;
}

// Of most of those HAProxy asks before it looks at their value.
bool is_read_before(const Reading& reading, const Directive& d) {
  if (reading.section->kind != SectionKind::global || d.arguments().size() > 1) return false;
  return !d.row->name.starts_with("tune.") && !d.is("cluster-secret") &&
         reading.global_settings.contains(setting(d.row->name));
}

}  // namespace hapax::config
