#include <fmt/format.h>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check_line(const config::Directive& line, Report& report) {
  const auto words = line.arguments();
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i].text != "verify" || words[i + 1].text != "none") continue;
    Diagnostic& finding = report.add(cover(words[i].span, words[i + 1].span),
                                     "'verify none' accepts every certificate: whoever is in between can read along");
    finding.label = "TLS without knowing to whom";
    finding.help = {"write 'verify required ca-file PATH', and 'sni str(NAME)' or 'verifyhost NAME'"};
  }
}

bool is_about_servers(const config::Keyword& row) {
  return row.name == "server" || row.name == "default-server" || row.name == "server-template";
}

void check(const Part& part, Report& report) {
  static const config::ByRow<bool> kServers(config::KeywordClass::directive, is_about_servers);
  for (const config::Section& section : part.sections) {
    const bool may_be_global = section.may_have("ssl-server-verify");
    for (const config::Directive& line : section.directives) {
      if (line.row != nullptr && kServers[*line.row]) check_line(line, report);
      const bool global = may_be_global && line.is("ssl-server-verify") && !line.arguments().empty() &&
                          line.arguments()[0].text == "none";
      if (!global) continue;
      Diagnostic& finding =
          report.add(line.span, "'ssl-server-verify none' lets every server of the process go unverified");
      finding.label = "for all servers that do not say 'verify required'";
      finding.help = {"remove it, and give the servers 'ca-file PATH'"};
    }
  }
}

}  // namespace

extern const Rule server_verify_none_rule{
    {
        .name = "server-verify-none",
        .severity = Severity::warning,
        .summary = "TLS to servers without verification of their certificate",
        .why = "Without verification TLS protects against listeners only, not against somebody who takes the server's "
               "place.",
        .example_bad = R"(backend app
    mode http
    server app1 192.0.2.11:443 ssl verify none
)",
        .example_good = R"(backend app
    mode http
    server app1 192.0.2.11:443 ssl verify required ca-file /etc/ssl/certs/internal.pem sni str(app.internal.example)
)",
    },
    check,
};

}  // namespace hapax::lint
