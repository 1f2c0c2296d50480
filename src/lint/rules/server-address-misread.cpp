#include <optional>

#include <fmt/format.h>

#include <hapax/config/keyword.hpp>
#include <hapax/lint/rule.hpp>
#include <hapax/lint/servers.hpp>

namespace hapax::lint {
namespace {

// `server 192.0.2.11:80 check`: the name was left out, and everything has moved up by one.
bool lacks_name(std::string_view name, std::string_view address, Version target) {
  const bool like_address = name.find(':') != std::string_view::npos || name.find('.') != std::string_view::npos;
  return like_address && config::find_keyword(config::KeywordClass::server_option, address, target) != nullptr;
}

void add_missing_name(const config::Directive& server, const config::Word& address, Report& report) {
  const config::Word& name = server.arguments().front();
  Diagnostic& finding =
      report.add(name.span, fmt::format("this server has no name: '{}' is taken for the name and '{}' for the address",
                                        name.text, address.text));
  finding.label = "meant as the address";
  finding.related.push_back({address.span, "a host of this name is looked up"});
  finding.help = {fmt::format("write a name before the address: 'server s1 {} {}'", name.text, address.text)};
}

// `http://192.0.2.11:8080`: an address is no URL.
void add_url(const config::Word& address, std::size_t scheme, Report& report) {
  const std::string_view rest = address.text.substr(scheme + 3);
  Diagnostic& finding = report.add(
      address.span, fmt::format("'{}' is no URL here: a host called '{}' is looked up", address.text,
                                address.text.substr(0, address.text.rfind(':') > scheme ? address.text.rfind(':')
                                                                                        : address.text.size())));
  const std::string host(rest.substr(0, rest.find('/')));
  finding.help = {address.text.starts_with("https") ? fmt::format("write '{}', and 'ssl' behind it for TLS", host)
                                                    : fmt::format("write '{}'", host)};
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    for (const config::Directive* server : proxy.servers) {
      const config::Word* const address = server_address(*server);
      if (address == nullptr) continue;
      const std::size_t scheme = address->text.find("://");
      if (scheme != std::string_view::npos) {
        add_url(*address, scheme, report);
      } else if (lacks_name(server_name(*server), address->text, part.config.target)) {
        add_missing_name(*server, *address, report);
      }
    }
  }
}

}  // namespace

extern const Rule server_address_misread_rule{
    {
        .name = "server-address-misread",
        .severity = Severity::error,
        .summary = "a server without a name, or whose address is written as a URL",
        .why = "The first word behind 'server' is its name and the second its address, whatever they look like. "
               "HAProxy looks up the host that the second word names, and starts only if there is one.",
        .example_bad = R"(backend app
    mode http
    server 192.0.2.11:80 check
    server app2 http://192.0.2.12:80
)",
        .example_good = R"(backend app
    mode http
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80
)",
    },
    check,
};

}  // namespace hapax::lint
