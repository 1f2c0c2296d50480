#include "cli/run/haproxy.hpp"

#include <fmt/format.h>

#include <hapax/base/source.hpp>
#include <hapax/base/version.hpp>
#include <hapax/config/load.hpp>

#include "cli/frame/terminal.hpp"

namespace hapax::cli {

std::string haproxy_version(bool details) {
  std::string text = fmt::format("HAProxy version {}.0-hapax{} - hapax, which runs HAProxy's configurations\n",
                                 to_string(kDefaultTarget), HAPAX_VERSION);
  if (!details) return text;
  return text +
         "\nBuild options :\n  TARGET  = linux-glibc\n"
         "\nFeature list : +EPOLL -LUA +NETFILTER -OPENSSL -PROMEX -QUIC +PCRE2 +PCRE2_JIT +THREAD -ZLIB\n"
         "\nAvailable services : none\n";
}

int evaluate_condition(const std::string& condition) {
  // The condition decides over one line, so the reader of configurations answers it.
  SourceSet sources;
  const FileId file = sources.add("-cc", ".if " + condition + "\nglobal\n.endif\n");
  Diagnostics findings;
  const config::Config config = config::load(sources, std::span(&file, 1), {}, findings);
  // That there is nothing to run in it is not asked about.
  for (const Diagnostic& finding : findings.list()) {
    const bool here = sources.begin(finding.span).line == 1;
    if (here && finding.severity == Severity::error)
      return complain(fmt::format("'{}': {}", condition, finding.message));
  }
  return config.sections.empty() ? kFindings : kClean;
}

}  // namespace hapax::cli
