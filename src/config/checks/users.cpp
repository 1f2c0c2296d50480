// userlist: groups and users name each other. Users of the statistics. cache: it has a size. acme: it has a directory.
#include <unordered_set>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

using Names = std::unordered_set<std::string_view>;

// The users and groups of one list, and the lines that count.
struct List {
  Names users, groups;
  std::vector<const Directive*> lines;
};

// HAProxy ignores a user or group that stands twice.
void add_line(Reading& reading, List& list, const Directive& d) {
  if (d.args.empty() || (!d.is("user") && !d.is("group"))) return;
  Names& names = d.is("user") ? list.users : list.groups;
  if (names.insert(d.text("name")).second) return list.lines.push_back(&d);
  reading.warning("list-member-repeated", d.span,
                  fmt::format("there is a {} {} above, and HAProxy ignores this one", d.name(), quote(d.text("name"))),
                  "remove one of the two");
}

std::optional<std::int64_t> number(const Directive& size) {
  const auto parsed = syntax::parse_integer(size.text("size"));
  return parsed ? std::optional<std::int64_t>(*parsed) : std::nullopt;
}

void check_list(Reading& reading, const Names& names, const Directive& d, std::string_view kind,
                std::string_view list) {
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    if (name.empty() || names.contains(name)) continue;
    reading
        .error("unknown-reference", d.span,
               fmt::format("{} names the {} {}, and this section has none", quote(d.name()), kind, quote(name)),
               fmt::format("add '{} {}' to the section", kind, name))
        .whole = true;
    return;
  }
}

}  // namespace

// The lines of a list whose name stands above go to the list that was made last.
void check_userlists(Reading& reading) {
  Names names;
  std::vector<List> lists;
  for (const Section* section : reading.config().all(SectionKind::userlist)) {
    if (names.insert(section->name).second || lists.empty()) lists.emplace_back();
    for (const Directive& d : section->directives) add_line(reading, lists.back(), d);
  }
  for (const List& list : lists) {
    for (const Directive* d : list.lines) {
      const bool user = d->is("user");
      const Option* const others = d->option(user ? "groups" : "users");
      if (others == nullptr) continue;
      check_list(reading, user ? list.groups : list.users, *d, user ? "group" : "user",
                 others->text(user ? "groups" : "users"));
    }
  }
}

// `stats auth USER:PASSWORD`: the first of a user counts.
void check_stats_users(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if ((!section.is_proxy() && section.kind != SectionKind::defaults) || !section.may_have("stats auth")) continue;
    Names names;
    for (const Directive* d : section.all("stats auth")) {
      const std::string_view login = d->first_word();
      const std::string_view name = login.substr(0, login.find(':'));
      if (d->args.empty() || names.insert(name).second) continue;
      reading
          .warning("list-member-repeated", d->span,
                   fmt::format("the user {} stands above, and HAProxy ignores this line", quote(name)),
                   "remove one of the two")
          .whole = true;
    }
  }
}

void check_directories(Reading& reading) {
  for (const Section* section : reading.config().all(SectionKind::acme)) {
    if (section->last("directory") != nullptr) continue;
    reading
        .error("missing-argument", section->span,
               fmt::format("the acme section {} names no directory", quote(section->name)), "add 'directory URL'")
        .whole = true;
  }
}

void check_caches(Reading& reading) {
  for (const Section* section : reading.config().all(SectionKind::cache)) {
    if (section->words.size() > 1 && section->words[1].text.size() > section->name.size())
      reading.warning("cache-name-cut", section->span,
                      fmt::format("HAProxy keeps {} characters of the name {}", section->name.size(),
                                  quote(section->words[1].text)),
                      fmt::format("choose a name of at most {} characters", section->name.size()));
    const Directive* const size = section->last("total-max-size");
    const auto megabytes = size == nullptr ? std::nullopt : number(*size);
    if (megabytes.value_or(0) <= 0) {
      if (size != nullptr && !megabytes) continue;
      reading
          .error("cache-without-size", section->span, fmt::format("the cache {} has no size", quote(section->name)),
                 "add 'total-max-size MEGABYTES'")
          .whole = true;
      continue;
    }
    const Directive* const largest = section->last("max-object-size");
    const auto bytes = largest == nullptr ? std::nullopt : number(*largest);
    if (!bytes || (*bytes >= 0 && *bytes <= *megabytes * (std::int64_t{1} << 19))) continue;
    reading
        .error("value-out-of-range", largest->span, "objects may be larger than half of the cache",
               "lower 'max-object-size', or raise 'total-max-size'")
        .whole = true;
  }
}

}  // namespace hapax::config
