#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// A section that names itself changes nothing: its requests stay where they are. That is only the mistake it looks like
// where the section has no server of its own to send them to.
void check(const Subject& subject, Report& report) {
  for (const Proxy& proxy : subject.proxies) {
    const config::Directive* line = proxy.section->last("default_backend");
    if (line == nullptr || line->arguments().empty()) continue;
    const config::Word& name = line->arguments().front();
    if (name.text != proxy.name() || subject.backend(name.text) != &proxy) continue;

    Diagnostic& finding = report.add(
        name.span, fmt::format("'default_backend {}' names its own section: nothing is forwarded by it", name.text));
    finding.label = "this very section";
    finding.related.push_back({proxy.section->span, fmt::format("'{}' is opened here", name.text)});
    if (proxy.servers.empty() && proxy.templates.empty()) {
      finding.help = {"a section name is no address: without a 'server' line every request is answered with 503",
                      "write 'server NAME ADDRESS:PORT' here in place of 'default_backend'"};
    } else {
      finding.severity = Severity::warning;
      finding.help = {"requests go to the servers of this section anyway: remove the line"};
    }
  }
}

}  // namespace

extern const Rule default_backend_self_rule{
    {
        .name = "default-backend-self",
        .severity = Severity::error,
        .summary = "a 'default_backend' that names the section in which it stands",
        .why =
            "It sends the requests to where they are already. HAProxy accepts it, and answers everything with 503 if "
            "the section has no servers. Often the section's name was thought to be the address of a server.",
        .example_bad = "listen server1.example.com:80\n"
                       "    bind :80\n"
                       "    mode http\n"
                       "    default_backend server1.example.com:80\n",
        .example_good = "listen web\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    server server1 server1.example.com:80\n",
    },
    check,
};

}  // namespace hapax::lint
