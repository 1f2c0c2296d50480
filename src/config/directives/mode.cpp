#include <fmt/format.h>

#include "config/actions/actions.hpp"
#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

std::string help_for(std::string_view mode) {
  if (mode == "mysql" || mode == "redis" || mode == "pgsql" || mode == "ldap" || mode == "smtp")
    return fmt::format("HAProxy carries it as plain TCP: write 'mode tcp'{}",
                       mode == "mysql"   ? " with 'option mysql-check'"
                       : mode == "redis" ? " with 'option redis-check' or tcp-check rules"
                       : mode == "pgsql" ? " with 'option pgsql-check'"
                       : mode == "ldap"  ? " with 'option ldap-check'"
                                         : " with 'option smtpchk'");
  if (mode == "https" || mode == "ssl") return "write 'mode http'; TLS is a matter of the 'bind' line: 'ssl crt FILE'";
  if (mode == "health") return "write 'mode http' with 'http-request return status 200'";
  return "";
}

}  // namespace

void check_mode_directive(Reading& reading, Directive& d) {
  std::vector<std::string_view> modes{"tcp", "http"};
  if (reading.from(Version::v3_0)) modes.emplace_back("log");
  if (reading.from(Version::v3_2)) modes.emplace_back("spop");
  if (reading.from(Version::v3_4)) modes.emplace_back("haterm");
  const std::string_view mode = d.text("mode");
  const bool frontend = reading.section->kind == SectionKind::frontend;
  if (frontend) std::erase_if(modes, [](std::string_view name) { return name == "log" || name == "spop"; });
  for (const std::string_view known : modes)
    if (known == mode) return;
  std::string help = frontend && (mode == "log" || mode == "spop") ? "this mode is for backends" : help_for(mode);
  Diagnostic& found = reading.error("unknown-proxy-mode", d.arg("mode")->span(),
                                    fmt::format("there is no mode {}", quote(mode)), std::move(help));
  if (found.help.empty() && !offer_nearest(reading, found, mode, modes))
    found.help.push_back("the modes are " + join_or(modes));
  // HAProxy goes on as if there were no such line. But whoever writes 'https' or 'http2' means requests, and is not
  // told of each line that they are none.
  if (!mode.starts_with("http")) d.row = nullptr;
}

void check_redirect_directive(Reading& reading, Directive& d) { check_redirect(reading, d.span, d.options()); }

}  // namespace hapax::config
