#include "model/compile/lines.hpp"

#include <unordered_map>

#include "model/compile/bearing.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;

/// A chain of defaults sections longer than this has a circle in it.
constexpr std::size_t kMaxDefaults = 64;

void nothing(Compilation&, ProxyWork&, const Directive&) {}

void backend_rule(Compilation&, ProxyWork& work, const Directive& line) {
  work.backend_rules.push_back({&line, work.scope});
}
void server_rule(Compilation&, ProxyWork& work, const Directive& line) {
  work.server_rules.push_back({&line, work.scope});
}
void default_backend(Compilation&, ProxyWork& work, const Directive& line) {
  work.default_backend = Line{&line, work.scope};
}
void http_reuse(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string_view word = WordCursor(line.arguments()).peek();
  c.proxy(work).reuse = word == "never"        ? model::HttpReuse::never
                        : word == "aggressive" ? model::HttpReuse::aggressive
                        : word == "always"     ? model::HttpReuse::always
                                               : model::HttpReuse::safe;
}
// Deletes or refuses requests for the spelling of header names; only `preserve` leaves them alone.
void restrict_names(Compilation& c, ProxyWork& work, const Directive& line) {
  if (WordCursor(line.arguments()).peek() != "preserve")
    c.not_modelled(work.index, line.span, std::string(line.name()));
}
// Checks run beside the traffic: what is missing there changes no answer here, but the finding says so.
void check_only(Compilation& c, ProxyWork&, const Directive& line) {
  c.remark(line.span, std::string(line.name()) + " is not modelled: checks are taken to do without it");
}

// Lines that other passes look at (acl, mode), and the short ones.
constexpr Handler kLines[] = {
    {"acl", nothing},
    {"mode", nothing},
    {"use_backend", backend_rule},
    {"use-server", server_rule},
    {"default_backend", default_backend},
    {"http-reuse", http_reuse},
    {"option http-restrict-req-hdr-names", restrict_names},
    {"http-check set-var", check_only},
    {"http-check set-var-fmt", check_only},
    {"http-check unset-var", check_only},
    {"tcp-check set-var", check_only},
    {"tcp-check set-var-fmt", check_only},
    {"tcp-check unset-var", check_only},
    {"tcp-check send-lf", check_only},
    {"tcp-check send-binary-lf", check_only},
};

std::unordered_map<std::string_view, Apply> all_lines() {
  std::unordered_map<std::string_view, Apply> lines;
  for (const auto& table :
       {std::span<const Handler>(kLines), option_lines(), limit_lines(), bind_lines(), server_lines(), check_lines(),
        balance_lines(), persistence_lines(), rule_lines(), log_lines(), error_lines(), stats_lines()}) {
    for (const Handler& handler : table) lines.emplace(handler.name, handler.apply);
  }
  return lines;
}

void apply_section(Compilation& c, ProxyWork& work, const config::Section& section) {
  static const std::unordered_map<std::string_view, Apply> lines = all_lines();
  work.scope = &section;
  for (const Directive& line : section.directives) {
    if (line.row == nullptr || line.ignored) continue;
    const auto found = lines.find(line.name());
    if (found != lines.end()) {
      found->second(c, work, line);
    } else if (!line_without_bearing(line.name()) && !line.no) {
      c.not_modelled(work.index, line.span, std::string(line.name()));
    }
  }
}

}  // namespace

void apply_lines(Compilation& c, ProxyWork& work) {
  std::vector<const config::Section*> chain;
  for (const config::Section* at = work.section; at != nullptr && chain.size() < kMaxDefaults; at = at->defaults) {
    chain.push_back(at);
  }
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) apply_section(c, work, **it);
}

}  // namespace hapax::compile
