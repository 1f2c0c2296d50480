#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The port at the end of "host:80"; empty when the name is not of that form.
std::string_view port_of(std::string_view name) {
  const auto colon = name.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view port = name.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      std::all_of(port.begin(), port.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits ? port : std::string_view();
}

bool served_here(const Proxy& proxy, std::string_view address) {
  const auto has = [address](const config::Directive* line, std::size_t index) {
    return line->arguments().size() > index && line->arguments()[index].text == address;
  };
  for (const config::Directive* bind : proxy.binds) {
    if (has(bind, 0)) return true;
  }
  return std::any_of(proxy.servers.begin(), proxy.servers.end(), [&](const auto* server) { return has(server, 1); });
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const std::string_view port = port_of(proxy.name());
    if (port.empty() || served_here(proxy, proxy.name()) || proxy.section->words.size() < 2) continue;
    const config::Word& name = proxy.section->words[1];
    Diagnostic& finding = report.add(
        name.span,
        fmt::format("'{}' is only the name of this section: HAProxy neither listens on it nor connects to it",
                    proxy.name()));
    finding.label = "a name, not an address";
    if (proxy.section->is_frontend()) {
      finding.help.push_back(fmt::format("to listen on that port write 'bind :{}'", port));
    }
    if (proxy.section->is_backend()) {
      finding.help.push_back(fmt::format("to forward to that host write 'server {} {}'",
                                         proxy.name().substr(0, proxy.name().find_first_of(".:")), proxy.name()));
    }
    finding.help.emplace_back("and give the section a name that says what it is for");
  }
}

}  // namespace

extern const Rule section_named_like_address_rule{
    {
        .name = "section-named-like-address",
        .severity = Severity::warning,
        .summary = "a section whose name looks like HOST:PORT, while no 'bind' or 'server' of it has that address",
        .why =
            "The word after 'listen', 'frontend' or 'backend' is a name and nothing else. HAProxy 1.x took an address "
            "behind the name ('listen web :80'), and some guides show the address in place of the name; neither makes "
            "HAProxy listen or connect.",
        .example_bad = "listen server1.example.com:80\n"
                       "    bind :80\n"
                       "    mode http\n"
                       "    server s1 192.0.2.11:80\n",
        .example_good = "listen web\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    server server1 server1.example.com:80\n",
    },
    check,
};

}  // namespace hapax::lint
