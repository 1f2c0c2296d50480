// Log formats that nothing uses, and those that do not fit the mode.
#include <unordered_map>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/formats.hpp"

namespace hapax::config {
namespace {

bool sets_format(const Directive& d) { return chooses_log_format(d) || d.is("log-format-sd"); }

bool may_bear_on_logs(const Section& section) {
  for (const std::string_view name :
       {"log", "log-format", "log-format-sd", "option httplog", "option httpslog", "option tcplog"})
    if (section.may_have(name)) return true;
  return false;
}

// The last that stands in the section itself, or null. Backends have none, and HAProxy asks them all the same.
const Directive* own_choice(const Section& section) {
  const Directive* chosen = nullptr;
  if (!may_bear_on_logs(section)) return chosen;
  for (const Directive& d : section.directives)
    if (chooses_log_format(d)) chosen = d.no ? nullptr : &d;
  return chosen;
}

// The last format of a section and those that it inherits from, or null.
const Directive* last_format(const Section* s) {
  for (; s != nullptr; s = s->defaults)
    if (const Directive* const chosen = own_choice(*s)) return chosen;
  return nullptr;
}

// In a defaults section HAProxy warns of each format that makes the one above it idle.
void check_replaced(Reading& reading, const Section& defaults) {
  const Directive* format = last_format(defaults.defaults);
  const Directive* error_format =
      defaults.defaults == nullptr ? nullptr : reading.config().effective(*defaults.defaults, "error-log-format");
  for (const Directive& d : defaults.directives) {
    const bool of_errors = d.is("error-log-format");
    if (d.no || (!of_errors && !chooses_log_format(d))) continue;
    const Directive*& above = of_errors ? error_format : format;
    if (above != nullptr) {
      Diagnostic& found =
          reading.warning("log-format-replaced", d.span,
                          fmt::format("{} replaces the {} above it", quote(d.name()), quote(above->name())),
                          "keep the one that you mean; two kinds of proxies need two defaults sections");
      found.related.push_back({above->span, "without effect"});
    }
    above = &d;
  }
}

// What the lines from the first defaults section down to the proxy leave.
struct Logging {
  const Directive* format = nullptr;  ///< the last line of any kind
  const Directive* chosen = nullptr;  ///< the last that says how requests are logged
  bool has_target = false;
};

// `log global` copies what the global sections above it hold.
bool has_global_target(const Config& config, const Section& section) {
  for (const Section* global : config.all(SectionKind::global)) {
    if (global->index > section.index) break;
    for (const Directive& d : global->directives)
      if (d.is("log") && !d.no) return true;
  }
  return false;
}

Logging add_lines(const Config& config, const Section& section, Logging result) {
  if (!may_bear_on_logs(section)) return result;
  for (const Directive& d : section.directives) {
    if (sets_format(d) && !d.ignored) result.format = d.no ? nullptr : &d;
    if (chooses_log_format(d) && !d.ignored) result.chosen = d.no ? nullptr : &d;
    if (!d.is("log")) continue;
    if (d.no) {
      result.has_target = false;
    } else if (d.text("target") == "global") {
      result.has_target = result.has_target || has_global_target(config, section);
    } else {
      result.has_target = true;
    }
  }
  return result;
}

// By defaults section; each stands below those that it inherits from.
using Inherited = std::unordered_map<const Section*, Logging>;

Logging logging_of(const Config& config, const Section& section, const Inherited& inherited) {
  const auto from = inherited.find(section.defaults);
  return add_lines(config, section, from == inherited.end() ? Logging() : from->second);
}

void check_proxy(Reading& reading, const Section& section, const Logging& logging) {
  if (section.is_frontend() && logging.format == nullptr) return;
  if (section.is_frontend() && !logging.has_target && reading.mode(section) != ProxyMode::log) {
    Diagnostic& d = reading.warning("log-format-unused", logging.format->span,
                                    fmt::format("{} has a log format and no 'log' line", proxy_title(section)),
                                    "add 'log global' with a 'log' line in the global section, or remove the format");
    d.whole = true;
    d.related.push_back({section.span, "the section"});
  }
  const Directive* const chosen = section.is_frontend() ? logging.chosen : own_choice(section);
  const bool http_format = chosen != nullptr && (chosen->is("option httplog") || chosen->is("option httpslog"));
  const ProxyMode mode = reading.mode(section);
  if (http_format &&
      (mode == ProxyMode::tcp || mode == ProxyMode::spop || (mode == ProxyMode::log && section.is_frontend()))) {
    const Directive& named = reading.from(Version::v3_0) ? *chosen : named_format(section, *chosen);
    Diagnostic& d = reading.warning(
        "log-format-needs-http", named.span,
        fmt::format("{} does not fit {}, which is not in mode http", quote(chosen->name()), proxy_title(section)),
        "write 'option tcplog', or set 'mode http'");
    d.related.push_back({section.span, "the section"});
    if (&named != chosen) d.related.push_back({chosen->span, "the format"});
  }
}

}  // namespace

bool chooses_log_format(const Directive& d) {
  return d.is("log-format") || d.is("option httplog") || d.is("option httpslog") || d.is("option tcplog");
}

const Directive* chosen_log_format(const Section& section) {
  const Directive* chosen = nullptr;
  for (const Section* s : chain(section))
    for (const Directive& d : s->directives)
      if (chooses_log_format(d) && !d.no) chosen = &d;
  return chosen;
}

void check_logging(Reading& reading) {
  Inherited inherited;
  for (const Section& section : reading.config().sections) {
    if (section.kind == SectionKind::defaults) {
      check_replaced(reading, section);
      inherited.emplace(&section, logging_of(reading.config(), section, inherited));
    }
    if (section.is_proxy() && !reading.disabled(section))
      check_proxy(reading, section, logging_of(reading.config(), section, inherited));
  }
}

}  // namespace hapax::config
