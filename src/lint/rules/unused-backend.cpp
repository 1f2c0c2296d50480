#include <algorithm>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool is_computed(std::string_view name) { return name.find("%[") != std::string_view::npos; }

// Every word of the configuration that may name a backend: of use_backend and default_backend, of anything that reads
// or tracks a table, `be_...(name)` fetches, and the like. Whatever stands between separators counts.
void collect(const config::Config& config, std::unordered_set<std::string_view>& names, bool& computed) {
  constexpr std::string_view kSeparators = "(),[]{}@/: ";
  for (const config::Section& section : config.sections) {
    for (const config::Directive& line : section.directives) {
      const auto arguments = line.arguments();
      if ((line.is("use_backend") || line.is("default_backend")) && !arguments.empty()) {
        computed = computed || is_computed(arguments.front().text);
      }
      for (const config::Word& word : arguments) {
        names.insert(word.text);
        if (word.text.find_first_of("(/") == std::string_view::npos) continue;
        for (std::string_view rest = word.text; !rest.empty();) {
          const std::size_t end = std::min(rest.find_first_of(kSeparators), rest.size());
          if (end > 0) names.insert(rest.substr(0, end));
          rest.remove_prefix(std::min(end + 1, rest.size()));
        }
      }
    }
  }
}

void check(const Subject& subject, Report& report) {
  std::unordered_set<std::string_view> names;
  bool computed = false;
  collect(subject.config, names, computed);
  if (computed) return;  // a name that is made at run time may be any of them
  const bool any_frontend = std::any_of(subject.proxies.begin(), subject.proxies.end(),
                                        [](const Proxy& proxy) { return proxy.section->is_frontend(); });
  if (!any_frontend) return;                   // part of a larger configuration
  const bool agents = names.contains("spoe");  // whose own file names the backends of its agents
  for (const Proxy& proxy : subject.proxies) {
    const config::Section& section = *proxy.section;
    if (section.kind != config::SectionKind::backend || names.contains(section.name)) continue;
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
