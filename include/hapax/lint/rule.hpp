// What a lint rule is. One file a rule in src/lint/rules, found by being there; tools/new-rule makes the skeleton.
//
//     namespace hapax::lint {
//     namespace {
//     void check(const Part& part, Report& report) {
//       for (const Proxy& proxy : part.proxies) ... report.add(span, "what is wrong");
//     }
//     }  // namespace
//     extern const Rule backend_without_servers_rule{{.name = "backend-without-servers", ...}, check};
//     }  // namespace hapax::lint
//
// A rule that takes a Part is given the sections of a configuration some at a time, together with all other such rules:
// what is said of a section must not depend on what has been seen before. A rule that compares sections with each other
// takes the whole Subject.
//
// A rule looks at one configuration for one target. It never guesses: where the answer depends on something that is not
// there (a file, a variable, a name to be resolved), it says nothing.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <hapax/base/arena.hpp>
#include <hapax/base/diagnostic.hpp>
#include <hapax/base/rule_info.hpp>
#include <hapax/config/config.hpp>
#include <hapax/lint/conditions.hpp>

namespace hapax::lint {

/// Some lines of a section, in order.
using Lines = std::span<const config::Directive* const>;

/// A frontend, backend or listen section and what most rules ask of it, gathered in one pass over its lines.
struct Proxy {
  const config::Section* section = nullptr;
  config::ProxyMode mode = config::ProxyMode::tcp;
  Lines binds;
  Lines servers;                    ///< `server`
  Lines templates;                  ///< `server-template`
  Lines default_servers;            ///< its own `default-server` lines
  Lines inherited_default_servers;  ///< those of its defaults section
  Lines acls;
  Lines use_backends;
  Lines http_requests;
  Lines tcp_requests;                                  ///< connection, session and content
  const config::Directive* default_backend = nullptr;  ///< its own or the one inherited

  [[nodiscard]] std::string_view name() const { return section->name; }
  [[nodiscard]] bool http() const { return mode == config::ProxyMode::http; }
};

/// A line that tracks: `http-request track-sc0 src table T`.
struct Tracking {
  const config::Section* section = nullptr;
  const config::Directive* line = nullptr;
  char slot = '0';         ///< '0' for sc0
  std::string_view table;  ///< empty: the table of its own section
};

/// A configuration as rules see it.
struct Subject {
  explicit Subject(const config::Config& configuration);

  const config::Config& config;
  std::vector<Proxy> proxies;
  std::vector<Tracking> trackings;  ///< every line that tracks

  /// The backend or listen of that name; null when there is none.
  [[nodiscard]] const Proxy* backend(std::string_view name) const;
  [[nodiscard]] const Proxy& proxy(const config::Section& section) const { return proxies[by_index_[section.index]]; }

 private:
  Arena lines_;  // of all proxies
  std::vector<std::size_t> by_index_;
};

/// Sections that follow each other. (Clang 14 does not understand libstdc++'s subrange of a deque.)
class SectionRange {
 public:
  using Iterator = std::deque<config::Section>::const_iterator;
  SectionRange(Iterator begin, Iterator end) : begin_(begin), end_(end) {}
  [[nodiscard]] Iterator begin() const { return begin_; }
  [[nodiscard]] Iterator end() const { return end_; }

 private:
  Iterator begin_;
  Iterator end_;
};

/// Some sections that follow each other, and what belongs to them.
struct Part {
  const Subject& whole;  ///< to look at others that a line names
  const config::Config& config;
  SectionRange sections;
  std::span<const Proxy> proxies;
  std::span<const AclTest> acl_tests;  ///< every ACL of these sections, named or anonymous
};

/// The ACLs of all lines of the sections, in order.
std::vector<AclTest> acl_tests_of(const SectionRange& sections);

/// The algorithm that a section balances by: the word behind `balance`, its own line or the inherited one.
struct Balance {
  const config::Directive* line = nullptr;  ///< null: none is given, and HAProxy takes its default
  std::string_view algorithm;
  bool own = false;  ///< the line stands in the section itself
};
Balance balance_of(const config::Section& section);

/// Where a rule's findings go: name, origin and severity are filled in.
class Report {
 public:
  Report(const RuleInfo& rule, Diagnostics& to) : rule_(rule), to_(to) {}

  /// A finding to be completed with label, help, related places and fix.
  Diagnostic& add(const Span& span, std::string message) {
    Diagnostic finding;
    finding.rule = rule_.name;
    finding.origin = rule_.origin;
    finding.severity = rule_.severity;
    finding.span = span;
    finding.message = std::move(message);
    return to_.add(std::move(finding));
  }

 private:
  const RuleInfo& rule_;
  Diagnostics& to_;
};

using CheckPart = void (*)(const Part& part, Report& report);
using CheckWhole = void (*)(const Subject& subject, Report& report);

struct Rule {
  RuleInfo info;
  /// Nothing: its findings are made elsewhere in this stage, and only the page is here.
  std::variant<std::monostate, CheckPart, CheckWhole> check;
  bool opt_in = false;  ///< true: speaks only when it is selected by name or by "all"
};

}  // namespace hapax::lint
