// ACLs and conditions as the words of a line: what rules need of them, without judging them.
//
// The readers here never fail: of a line that is wrong they give what is there. They work on words, so that they are as
// good on a line that HAProxy refuses as on one that it takes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <hapax/config/config.hpp>

namespace hapax::lint {

/// How an ACL compares.
enum class Match : std::uint8_t {
  found,
  boolean,
  integer,
  address,
  string,
  beginning,
  end,
  substring,
  directory,
  domain,
  regex,
  other
};

/// What an ACL tests: `hdr(host) -i -m end .example.org`. A section may have a hundred thousand of them, so that they
/// are kept small.
struct AclTest {
  const config::Section* section = nullptr;
  const config::Directive* directive = nullptr;
  std::string_view name;                       ///< empty for an anonymous one, `{ ... }`
  const config::Word* criterion = nullptr;     ///< "req.hdr(host),lower"; null only where there is no word at all
  std::string_view fetch;                      ///< "req.hdr"
  std::string_view argument;                   ///< "host"
  std::string_view converters;                 ///< "lower": all of them, by commas; empty when there is none
  const config::Word* first_method = nullptr;  ///< the word behind the first -m; null when there is none
  const config::Word* last_method = nullptr;   ///< the word behind the last -m, maybe the same
  ShortSpan<config::Word> patterns;
  bool ignore_case = false;  ///< -i
  bool has_file = false;     ///< -f: patterns that are not seen here
  bool as_map = false;       ///< -M

  /// The method that decides: the last -m, else the one in the fetch's name if no converter follows, else the fetch's
  /// own.
  [[nodiscard]] Match match() const { return match_; }
  /// The fetch without the suffix of a match method: "path" for "path_beg", "hdr" for "req.hdr".
  [[nodiscard]] std::string_view base() const { return base_; }
  /// Whether it looks at the Host header, in any spelling of it.
  [[nodiscard]] bool on_host() const { return on_host_; }
  [[nodiscard]] bool converts_with(std::string_view converter) const;

  /// Finds out what match(), base() and on_host() say, once all of the above is there.
  void settle();

 private:
  Match match_ = Match::other;
  bool on_host_ = false;
  std::string_view base_;
};

/// One part of a condition: a named ACL, or an anonymous one whose words stand between the braces.
struct Term {
  std::string_view name;
  bool negated = false;
  Span span;
  std::span<const config::Word> words;
};

/// `if a !b or c`: clauses of which one must hold, each of terms that must all hold.
struct Condition {
  bool unless = false;
  Span span;  ///< from `if` to the end
  std::vector<std::vector<Term>> clauses;
};

/// False: a line of its kind takes neither a condition nor an ACL. Most of a configuration is such lines, and of their
/// arguments nothing has to be looked at.
bool may_be_rule(const config::Directive& line);

/// The condition behind `if` or `unless`, if the line has one.
std::optional<Condition> condition_of(const config::Directive& directive);

/// Appends the terms of the line's condition, if it has one, of all its clauses in order.
void add_terms(const config::Directive& directive, std::vector<Term>& terms);

/// What comes before `if` or `unless`, without the directive's name.
std::span<const config::Word> unconditioned(const config::Directive& directive);

/// Reads the words of an ACL without its name.
AclTest acl_test(std::span<const config::Word> words);

/// Appends the ACLs of a line, named or anonymous, in order.
void add_acl_tests(const config::Section& section, const config::Directive& directive, std::vector<AclTest>& tests);

/// The ACLs that HAProxy defines itself: METH_GET, LOCALHOST, TRUE, ...
bool is_predefined_acl(std::string_view name);

}  // namespace hapax::lint
