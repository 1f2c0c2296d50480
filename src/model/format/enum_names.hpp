// How the values of the model's enumerations are written in JSON: in HAProxy's own spelling where it has one.
#pragma once

#include <array>
#include <string_view>

#include <hapax/model/model.hpp>

namespace hapax::model {

/// Specialised for each enumeration: `names[i]` is the value i.
template <class Enum>
struct EnumNames;

#define HAPAX_ENUM_NAMES(TYPE, ...)                                               \
  template <>                                                                     \
  struct EnumNames<TYPE> {                                                        \
    static constexpr auto names = std::to_array<std::string_view>({__VA_ARGS__}); \
  };

HAPAX_ENUM_NAMES(Argument::Kind, "absent", "integer", "text", "proxy", "server", "table", "regex", "patterns",
                 "expression", "format", "variable", "userlist")
HAPAX_ENUM_NAMES(Variable::Scope, "proc", "sess", "txn", "req", "res", "check")
HAPAX_ENUM_NAMES(Match, "found", "bool", "int", "ip", "bin", "len", "str", "beg", "sub", "dir", "dom", "end", "reg",
                 "meth")
HAPAX_ENUM_NAMES(Encoding, "none", "json", "cbor")
HAPAX_ENUM_NAMES(FormatPiece::Kind, "literal", "expression", "alias")
HAPAX_ENUM_NAMES(FormatPiece::Type, "none", "str", "sint", "bool", "raw")
HAPAX_ENUM_NAMES(Mode, "tcp", "http", "log", "spop", "haterm")
HAPAX_ENUM_NAMES(TlsVerify, "none", "optional", "required")
HAPAX_ENUM_NAMES(Proxy::OddNames, "preserve", "delete", "reject")
HAPAX_ENUM_NAMES(CookiePersistence::Mode, "none", "passive", "insert", "rewrite", "prefix")
HAPAX_ENUM_NAMES(CheckStep::Kind, "connect", "send", "send-http", "expect-string", "expect-regex", "expect-status",
                 "expect-status-regex", "expect-header")
HAPAX_ENUM_NAMES(HttpReuse, "never", "safe", "aggressive", "always")
HAPAX_ENUM_NAMES(Proxy::Kind, "frontend", "backend", "listen")
HAPAX_ENUM_NAMES(RuleSet, "tcp-request connection", "tcp-request session", "tcp-request content", "http-request",
                 "redirect", "tcp-response content", "http-response", "http-after-response", "stats http-request")
HAPAX_ENUM_NAMES(StickRule::Kind, "match", "store-request", "store-response", "on")
HAPAX_ENUM_NAMES(StickTable::Key, "ip", "ipv6", "integer", "string", "binary")
HAPAX_ENUM_NAMES(Endpoint::Family, "none", "ipv4", "ipv6", "unix", "abstract", "fd", "name", "other")
HAPAX_ENUM_NAMES(BalanceAlgorithm, "roundrobin", "static-rr", "leastconn", "first", "random", "source", "uri",
                 "url_param", "hdr", "rdp-cookie", "hash", "sticky", "log-hash")
HAPAX_ENUM_NAMES(HashMethod, "map-based", "consistent")
HAPAX_ENUM_NAMES(HashFunction, "sdbm", "djb2", "wt6", "crc32", "none")
HAPAX_ENUM_NAMES(HashKey, "id", "addr", "addr-port", "id32", "guid")
HAPAX_ENUM_NAMES(HashAffinity, "always", "maxconn", "maxqueue")
HAPAX_ENUM_NAMES(HealthCheck::Kind, "none", "connect", "http", "tcp-script", "mysql", "pgsql", "redis", "smtp", "ldap",
                 "ssl-hello", "spop", "external")
HAPAX_ENUM_NAMES(HealthCheck::InitialState, "up", "fully-up", "down", "fully-down")
HAPAX_ENUM_NAMES(OnError, "fail-check", "fastinter", "sudden-death", "mark-down")
HAPAX_ENUM_NAMES(Observe, "none", "layer4", "layer7")
HAPAX_ENUM_NAMES(Version, "2.6", "2.8", "3.0", "3.2", "3.4", "3.5")

#undef HAPAX_ENUM_NAMES

/// Names of the bits of Proxy::retry_on, from the lowest.
inline constexpr auto kRetryOnNames = std::to_array<std::string_view>(
    {"conn-failure", "empty-response", "response-timeout", "junk-response", "0rtt-rejected", "401", "403", "404", "408",
     "425", "429", "500", "501", "502", "503", "504"});

}  // namespace hapax::model
