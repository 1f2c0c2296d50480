#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// A name that is computed may be that of no backend; HAProxy then goes on with the next rule.
bool takes_everything(const config::Directive& line) {
  const auto words = line.arguments();
  return words.size() == 1 && words[0].text.find("%[") == std::string_view::npos;
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    for (std::size_t i = 0; i < proxy.use_backends.size(); ++i) {
      const config::Directive& line = *proxy.use_backends[i];
      if (!takes_everything(line)) continue;
      const config::Directive* lost = i + 1 < proxy.use_backends.size() ? proxy.use_backends[i + 1] : nullptr;
      if (lost == nullptr) break;
      Diagnostic& finding = report.add(
          line.span, fmt::format("'use_backend {}' takes every request: the rules below it are never reached",
                                 line.arguments()[0].text));
      finding.label = "no condition";
      finding.related.push_back({lost->span, "never reached"});
      finding.help = {fmt::format("write 'default_backend {}' in its place, which comes after all 'use_backend' rules",
                                  line.arguments()[0].text)};
      break;
    }
  }
}

}  // namespace

extern const Rule use_backend_unconditional_not_last_rule{
    {
        .name = "use-backend-unconditional-not-last",
        .severity = Severity::error,
        .summary = "a 'use_backend' without a condition, with further rules below it",
        .why = "The first rule that holds decides. One without a condition always holds, and what stands below it is "
               "dead; "
               "HAProxy does not say so.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend app
    use_backend api if { path_beg /api/ }

backend app
    mode http
    server app1 192.0.2.11:80

backend api
    mode http
    server api1 192.0.2.12:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg /api/ }
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80

backend api
    mode http
    server api1 192.0.2.12:80
)",
    },
    check,
};

}  // namespace hapax::lint
