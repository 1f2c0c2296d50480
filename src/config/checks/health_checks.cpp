// Check rules and commands that nothing runs, and external checks that cannot run.
#include <algorithm>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>

#include "config/check_kind.hpp"
#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

// The rules of one kind of check, and the option that lets them run.
struct CheckRules {
  CheckRules(std::string_view beginning, std::string_view wanted)
      : prefix(beginning),
        option(wanted),
        name_bits(bits_of_rows(beginning)),
        has(KeywordClass::directive, [=](const Keyword& row) {
          // These two are settings, which HAProxy does not miss the checks for.
          const bool setting = row.name == "http-check disable-on-404" || row.name == "http-check send-state";
          return row.name.starts_with(beginning) && !setting;
        }) {}

  std::string_view prefix, option;
  std::uint64_t name_bits;  ///< of all such rules
  ByRow<bool> has;          ///< which rows are such rules
};

// Chooses how servers are checked, and lets HAProxy forget the rules above it.
bool chooses_check(const Directive& d) {
  return !d.no && !d.is("option external-check") &&
         std::any_of(kCheckOptions.begin(), kCheckOptions.end(), [&d](std::string_view name) { return d.is(name); });
}

// The first rule of the section that nothing lets run. Inherited ones HAProxy does not miss the checks for, nor those
// below the option that lets them run, even where another one follows.
const Directive* unused_rule(const Section& section, const CheckRules& rules) {
  if ((section.name_bits & rules.name_bits) == 0) return nullptr;
  const Directive* first = nullptr;
  bool chosen = false;
  for (const Directive& d : section.directives) {
    if (d.row == nullptr) continue;
    if (rules.has[*d.row] && first == nullptr && !chosen) first = &d;
    if (!chooses_check(d)) continue;
    first = nullptr;
    chosen = d.is(rules.option);
  }
  return first;
}

void check_rules(Reading& reading, const Section& section, const CheckRules& rules) {
  const Directive* const rule = unused_rule(section, rules);
  if (rule == nullptr || check_kind(section) == rules.option) return;
  Diagnostic& d = reading.warning("check-rules-unused", rule->span,
                                  fmt::format("the {}rules of {} do not run, because it does not have {}", rules.prefix,
                                              proxy_title(section), quote(rules.option)),
                                  fmt::format("add '{}' to the section", rules.option));
  d.whole = true;
}

// What only HTTP checks look at, beside checks of another kind.
void check_settings(Reading& reading, const Section& section) {
  const std::string_view kind = check_kind(section);
  if (kind.empty() || kind == "option httpchk") return;
  for (const std::string_view name : {"http-check disable-on-404", "http-check send-state"}) {
    const Directive* const d = reading.config().effective(section, name);
    if (d == nullptr) continue;
    reading
        .warning("check-rules-unused", d->span,
                 fmt::format("{} has no effect in {}, which has {}", quote(name), proxy_title(section), quote(kind)),
                 "write 'option httpchk' in its place, or remove the line")
        .whole = true;
  }
}

// What only external checks look at.
void check_unused_external(Reading& reading, const Section& section) {
  for (const std::string_view name : {"external-check command", "external-check path"}) {
    const Directive* const d = reading.config().effective(section, name);
    if (d == nullptr) continue;
    reading
        .warning("check-rules-unused", d->span,
                 fmt::format("{} has no effect in {}, which does not have 'option external-check'", quote(name),
                             proxy_title(section)),
                 "add 'option external-check' to the section, or remove the line")
        .whole = true;
  }
}

void check_external(Reading& reading, const Section& section, bool allowed, bool fork) {
  if (check_kind(section) != "option external-check") return check_unused_external(reading, section);
  const Config& config = reading.config();
  const Directive* const option = config.effective(section, "option external-check");
  if (!allowed) {
    reading
        .error("external-check-not-allowed", option->span, "external checks must be allowed in the global section",
               "write 'external-check' and 'insecure-fork-wanted' into the global section")
        .whole = true;
  }
  if (config.effective(section, "external-check command") == nullptr) {
    reading
        .error("external-check-without-command", option->span,
               fmt::format("{} has external checks and no command to run", proxy_title(section)),
               "add 'external-check command PATH'")
        .whole = true;
  }
  if (!fork) {
    reading
        .warning("external-check-without-fork", option->span,
                 "external checks fail unless the global section has 'insecure-fork-wanted'",
                 "write 'insecure-fork-wanted' into the global section")
        .whole = true;
  }
}

}  // namespace

void check_health_checks(Reading& reading) {
  const Config& config = reading.config();
  bool allowed = false;
  bool fork = false;
  for (const Section* global : config.all(SectionKind::global)) {
    allowed = allowed || global->last("external-check") != nullptr;
    const Directive* const wanted = global->last("insecure-fork-wanted");
    if (wanted != nullptr) fork = !wanted->no;
  }
  const bool external = std::any_of(config.sections.begin(), config.sections.end(), [](const Section& s) {
    return s.last("option external-check") != nullptr || s.last("external-check command") != nullptr ||
           s.last("external-check path") != nullptr;
  });
  const CheckRules http("http-check ", "option httpchk");
  const CheckRules tcp("tcp-check ", "option tcp-check");
  for (const Section& section : config.sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    check_rules(reading, section, http);
    check_rules(reading, section, tcp);
    check_settings(reading, section);
    if (external) check_external(reading, section, allowed, fork);
  }
}

}  // namespace hapax::config
