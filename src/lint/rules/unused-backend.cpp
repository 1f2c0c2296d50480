#include <algorithm>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool is_computed(std::string_view name) { return name.find("%[") != std::string_view::npos; }

using Names = std::unordered_set<std::string_view>;

// What lines that switch to a backend say. Returns false where a name is made at run time, which may be any of them.
bool collect_switched(const config::Config& config, Names& names) {
  for (const config::Section& section : config.sections) {
    if (!section.may_have("use_backend") && !section.may_have("default_backend")) continue;
    for (const config::Directive& line : section.directives) {
      if (!(line.is("use_backend") || line.is("default_backend")) || line.arguments().empty()) continue;
      const std::string_view name = line.arguments().front().text;
      if (is_computed(name)) return false;
      names.insert(name);
    }
  }
  return true;
}

// Takes out of `unnamed` what any word of the configuration may name: what reads or tracks a table, `be_...(name)`
// fetches, and the like. Whatever stands between separators counts. True when a filter spoe is among the words.
bool strike_mentioned(const config::Config& config, Names& unnamed) {
  constexpr std::string_view kSeparators = "(),[]{}@/: ";
  bool agents = false;
  for (const config::Section& section : config.sections) {
    for (const config::Directive& line : section.directives) {
      for (const config::Word& word : line.arguments()) {
        agents = agents || word.text == "spoe";
        unnamed.erase(word.text);
        if (word.text.find_first_of("(/") == std::string_view::npos) continue;
        for (std::string_view rest = word.text; !rest.empty();) {
          const std::size_t end = std::min(rest.find_first_of(kSeparators), rest.size());
          unnamed.erase(rest.substr(0, end));
          rest.remove_prefix(std::min(end + 1, rest.size()));
        }
      }
    }
  }
  return agents;
}

void check(const Subject& subject, Report& report) {
  Names switched;
  if (!collect_switched(subject.config, switched)) return;
  const bool any_frontend = std::any_of(subject.proxies.begin(), subject.proxies.end(),
                                        [](const Proxy& proxy) { return proxy.section->is_frontend(); });
  if (!any_frontend) return;  // part of a larger configuration
  // Nearly always every backend is switched to, and the words of the configuration need not be looked at.
  Names unnamed;
  for (const Proxy& proxy : subject.proxies) {
    const bool backend = proxy.section->kind == config::SectionKind::backend;
    if (backend && !switched.contains(proxy.name())) unnamed.insert(proxy.name());
  }
  if (unnamed.empty()) return;
  const bool agents = strike_mentioned(subject.config, unnamed);  // whose own file names the backends of its agents
  for (const Proxy& proxy : subject.proxies) {
    const config::Section& section = *proxy.section;
    if (section.kind != config::SectionKind::backend || !unnamed.contains(section.name)) continue;
    if (proxy.servers.empty() && proxy.templates.empty()) continue;
    if (section.words.size() < 2 || (agents && !proxy.http())) continue;
    Diagnostic& finding =
        report.add(section.words[1].span, fmt::format("no frontend leads to backend '{}'", section.name));
    finding.label = "never used";
    finding.help = {
        fmt::format("write 'use_backend {} if ...' or 'default_backend {}' in a frontend, or remove the section",
                    section.name, section.name)};
  }
}

}  // namespace

extern const Rule unused_backend_rule{
    {
        .name = "unused-backend",
        .severity = Severity::warning,
        .summary = "a backend with servers that no frontend leads to",
        .why =
            "Its servers get health checks and no traffic. Often the use_backend line was forgotten, or names another "
            "backend. Where a backend's name is computed at run time ('use_backend %[...]'), nothing is reported.",
        .example_bad = "frontend www\n"
                       "    bind :80\n"
                       "    mode http\n"
                       "    default_backend app\n"
                       "\n"
                       "backend app\n"
                       "    mode http\n"
                       "    server app1 192.0.2.11:80\n"
                       "\n"
                       "backend static\n"
                       "    mode http\n"
                       "    server static1 192.0.2.21:80\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    use_backend static if { path_beg /static/ }\n"
                        "    default_backend app\n"
                        "\n"
                        "backend app\n"
                        "    mode http\n"
                        "    server app1 192.0.2.11:80\n"
                        "\n"
                        "backend static\n"
                        "    mode http\n"
                        "    server static1 192.0.2.21:80\n",
    },
    check,
};

}  // namespace hapax::lint
