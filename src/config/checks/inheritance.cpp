// Rules in a defaults section bind every proxy that inherits from it: some proxies cannot.
#include <array>
#include <span>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

// Rules of quic-initial HAProxy does not count.
bool is_rule(const Directive& d) {
  if (d.row == nullptr) return false;
  return d.row->named_defaults_only && !d.is("acl") && !d.is("quic-initial") && !d.row->name.ends_with("inspect-delay");
}

const Directive* first_rule(const Section& defaults, std::string_view name_start) {
  for (const Directive& d : defaults.directives) {
    if (is_rule(d) && d.row->name.starts_with(name_start)) return &d;
  }
  return nullptr;
}

// A rule that makes a slot for what it captures.
const Directive* first_capture(const Section& defaults) {
  if (!defaults.may_have_action("capture")) return nullptr;
  for (const Directive& d : defaults.directives) {
    const Action* const action = d.action();
    if (action != nullptr && action->name() == "capture" && action->has("length")) return &d;
  }
  return nullptr;
}

void report(Reading& reading, const Section& section, const Directive& rule) {
  Diagnostic& d = reading.error(
      "defaults-rules-not-inheritable", section.span,
      fmt::format("{} cannot inherit from a defaults section with {} rules", proxy_title(section), quote(rule.name())),
      "give it another defaults section with 'from', or move the rules into the proxies");
  d.related.push_back({rule.span, "the rule"});
}

// Rules that only a section of the other kind evaluates.
constexpr std::array<std::string_view, 1> kNotInFrontend{"tcp-response"};
constexpr std::array<std::string_view, 2> kNotInBackend{"tcp-request connection", "tcp-request session"};

}  // namespace

// A defaults section with rules serves frontends or backends, not both.
void check_sharing(Reading& reading) {
  std::unordered_map<const Section*, SectionKind> served;
  for (const Section& section : reading.config().sections) {
    if (section.defaults == nullptr || !(section.kind == SectionKind::frontend || section.kind == SectionKind::backend))
      continue;
    const auto [first, fresh] = served.try_emplace(section.defaults, section.kind);
    if (fresh || first->second == section.kind) continue;
    const Directive* const rule = first_rule(*section.defaults, "");
    if (rule != nullptr) report(reading, section, *rule);
  }
}

void check_inheritance(Reading& reading) {
  check_sharing(reading);
  for (const Section& section : reading.config().sections) {
    if (section.defaults == nullptr) continue;
    const Section& defaults = *section.defaults;
    if (section.kind == SectionKind::listen || section.kind == SectionKind::defaults) {
      if (const Directive* rule = first_rule(defaults, "")) report(reading, section, *rule);
      continue;
    }
    const auto unfit = section.kind == SectionKind::frontend ? std::span<const std::string_view>(kNotInFrontend)
                                                             : std::span<const std::string_view>(kNotInBackend);
    for (const std::string_view name : unfit) {
      if (const Directive* rule = first_rule(defaults, name)) report(reading, section, *rule);
    }
    // Only frontends have slots.
    if (section.kind == SectionKind::backend)
      if (const Directive* const rule = first_capture(defaults)) report(reading, section, *rule);
  }
}

// Two sections with a table and one name: the tables would be the same.
void check_table_names(Reading& reading) {
  const Config& config = reading.config();
  for (const Section& section : config.sections) {
    if (!section.is_proxy() || !section.may_have("stick-table")) continue;
    const Directive* own = nullptr;
    for (const Directive& d : section.directives) {
      if (!d.is("stick-table")) continue;
      if (own != nullptr) {
        Diagnostic& found = reading.error("duplicate-table", d.span, "this section has a stick table already",
                                          "keep one; several counters go into one 'store' list");
        found.related.push_back({own->span, "the first table"});
      }
      own = &d;
    }
    if (own == nullptr) continue;
    const Config::Storage& storage = reading.config().storage();
    for (std::uint32_t i = storage.first_named(section.name); i != kNoSection && i < section.index;
         i = storage.next_named(i)) {
      const Directive* const other = config.sections[i].is_proxy() ? config.sections[i].last("stick-table") : nullptr;
      if (other == nullptr) continue;
      Diagnostic& d =
          reading.error("duplicate-table", own->span,
                        fmt::format("another section called {} has a stick table, too", quote(section.name)),
                        "rename one of the two sections");
      d.related.push_back({other->span, "the other table"});
      break;
    }
  }
}

}  // namespace hapax::config
