#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 4> kWithoutHash{"roundrobin", "static-rr", "leastconn", "first"};

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const config::Directive* hash = proxy.section->last("hash-type");
    if (hash == nullptr || hash->no) continue;
    const Balance balance = balance_of(*proxy.section);
    if (balance.line == nullptr) continue;
    const std::string_view algorithm = balance.algorithm;
    if (std::find(kWithoutHash.begin(), kWithoutHash.end(), algorithm) == kWithoutHash.end()) continue;
    Diagnostic& finding =
        report.add(hash->span, fmt::format("'hash-type' has no effect: 'balance {}' does not hash", algorithm));
    finding.label = "not used";
    finding.related.push_back({balance.line->span, "the algorithm"});
    finding.help = {"remove it, or balance by something that is hashed: source, uri, url_param, hdr, hash"};
  }
}

}  // namespace

extern const Rule hash_type_ineffective_rule{
    {
        .name = "hash-type-ineffective",
        .severity = Severity::warning,
        .summary = "'hash-type' in a section whose balance algorithm does not hash",
        .why = "Only algorithms that choose by a hash of the request (source, uri, url_param, hdr, rdp-cookie, hash) "
               "look at "
               "it. Clients do not stay at their server, although the line makes one think so.",
        .example_bad = R"(backend app
    mode http
    balance roundrobin
    hash-type consistent
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
        .example_good = R"(backend app
    mode http
    balance source
    hash-type consistent
    server app1 192.0.2.11:80 check
    server app2 192.0.2.12:80 check
)",
    },
    check,
};

}  // namespace hapax::lint
