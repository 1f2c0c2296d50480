#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 5> kAddressFetches{"src", "dst", "fc_src", "bc_src", "bc_dst"};

// The network that ADDRESS/BITS names when the address has bits set behind the mask.
std::optional<std::string> network_of(std::string_view pattern) {
  const auto slash = pattern.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  in_addr address{};
  if (::inet_pton(AF_INET, std::string(pattern.substr(0, slash)).c_str(), &address) != 1) return std::nullopt;
  unsigned bits = 0;
  const std::string_view mask = pattern.substr(slash + 1);
  const auto [end, error] = std::from_chars(mask.data(), mask.data() + mask.size(), bits);
  if (error != std::errc() || end != mask.data() + mask.size() || bits > 32) return std::nullopt;
  const std::uint32_t host = ntohl(address.s_addr);
  const std::uint32_t network = bits == 0 ? 0 : host & (0xFFFFFFFFU << (32 - bits));
  if (network == host) return std::nullopt;
  return fmt::format("{}.{}.{}.{}/{}", network >> 24U, (network >> 16U) & 255U, (network >> 8U) & 255U, network & 255U,
                     bits);
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    const bool address = std::find(kAddressFetches.begin(), kAddressFetches.end(), test.fetch) != kAddressFetches.end();
    if (!address && test.match() != Match::address) continue;
    for (const config::Word& pattern : test.patterns) {
      const auto network = network_of(pattern.text);
      if (!network) continue;
      Diagnostic& finding =
          report.add(pattern.span, fmt::format("'{}' is the whole network {}", pattern.text, *network));
      finding.label = "the part behind the mask is ignored";
      finding.help = {fmt::format("write '{}' if the network is meant, '{}' for the one address", *network,
                                  pattern.text.substr(0, pattern.text.find('/')))};
      if (pattern.span.length == pattern.text.size()) {
        finding.fix = Fix{fmt::format("write '{}'", *network), true, {{pattern.span, *network}}};
      }
    }
  }
}

}  // namespace

extern const Rule cidr_host_bits_rule{
    {
        .name = "cidr-host-bits",
        .severity = Severity::warning,
        .summary = "a network pattern whose address has bits behind the mask",
        .why = "'10.1.2.3/8' matches all of 10.0.0.0/8. Whoever wrote it may have had the one address or a smaller "
               "network "
               "in mind.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    http-request deny unless { src 10.1.2.3/8 }
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    http-request deny unless { src 10.0.0.0/8 }
    default_backend app

backend app
    mode http
    server a1 192.0.2.11:80
)",
        .fix = "safe: the network is written as it is understood.",
    },
    check,
};

}  // namespace hapax::lint
