// userlist: groups and users name each other. cache: it has a size. acme: it has a directory.
#include <unordered_set>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

using Names = std::unordered_set<std::string_view>;

// The names of users or groups. HAProxy ignores one that stands twice, and so do we: `lines` lose it.
Names take_names(Reading& reading, std::vector<const Directive*>& lines) {
  Names names;
  std::erase_if(lines, [&](const Directive* d) {
    if (names.insert(d->text("name")).second) return false;
    reading.warning(
        "list-member-repeated", d->span,
        fmt::format("there is a {} {} above, and HAProxy ignores this one", d->name(), quote(d->text("name"))),
        "remove one of the two");
    return true;
  });
  return names;
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

void check_userlists(Reading& reading) {
  for (const Section* section : reading.config().all(SectionKind::userlist)) {
    std::vector<const Directive*> groups = section->all("group");
    std::vector<const Directive*> users = section->all("user");
    const Names group_names = take_names(reading, groups);
    const Names user_names = take_names(reading, users);
    for (const Directive* d : groups)
      if (const Option* const members = d->option("users"))
        check_list(reading, user_names, *d, "user", members->text("users"));
    for (const Directive* d : users)
      if (const Option* const memberships = d->option("groups"))
        check_list(reading, group_names, *d, "group", memberships->text("groups"));
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
  constexpr std::size_t kLongestName = 32;
  for (const Section* section : reading.config().all(SectionKind::cache)) {
    if (section->name.size() > kLongestName)
      reading.warning("cache-name-cut", section->span,
                      fmt::format("HAProxy keeps {} characters of the name {}", kLongestName, quote(section->name)),
                      fmt::format("choose a name of at most {} characters", kLongestName));
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
