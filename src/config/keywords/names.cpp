#include <array>

#include <hapax/config/keyword.hpp>

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, kSectionKinds> kSections{
    "",          "global",    "defaults",    "frontend", "backend",     "listen", "userlist",    "peers",
    "resolvers", "mailers",   "http-errors", "cache",    "program",     "ring",   "log-forward", "log-profile",
    "fcgi-app",  "crt-store", "acme",        "traces",   "healthcheck", ""};
constexpr std::array<std::string_view, kKeywordClasses> kClasses{"cfg",     "bind",      "server",    "action",
                                                                 "fetch",   "converter", "acl",       "filter",
                                                                 "service", "log-alias", "predicate", "parameter"};
constexpr std::array<std::string_view, kRuleSets> kSets{
    "tcp-request connection", "tcp-request session", "tcp-request content", "tcp-response content", "http-request",
    "http-response",          "http-after-response", "quic-initial",        "http-check",           "tcp-check"};
constexpr std::array<std::string_view, 10> kTypes{"any",  "bool",   "integer", "address", "ipv4",
                                                  "ipv6", "string", "binary",  "method",  "same"};

}  // namespace

std::string_view section_name(SectionKind kind) { return kSections[static_cast<std::size_t>(kind)]; }
std::string_view class_name(KeywordClass kind) { return kClasses[static_cast<std::size_t>(kind)]; }
std::string_view rule_set_name(RuleSet set) { return kSets[static_cast<std::size_t>(set)]; }
std::string_view type_name(SampleType type) { return kTypes[static_cast<std::size_t>(type)]; }

}  // namespace hapax::config
