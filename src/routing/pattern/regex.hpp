// A compiled regular expression: PCRE2 with JIT, as HAProxy uses it, with a bound on the work of one match.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace hapax::routing {

class Regex {
 public:
  static constexpr std::size_t kMaxGroups = 10;  ///< group 0 and nine more, as in \0 .. \9
  struct Groups {
    std::size_t count = 0;
    std::array<std::pair<std::size_t, std::size_t>, kMaxGroups>
        spans{};  ///< begin, end; npos for a group without match
  };

  /// One that never matches when `pattern` does not compile: the compiler of the model has refused such a one already.
  Regex(const std::string& pattern, bool ignore_case);
  ~Regex();
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;

  [[nodiscard]] bool valid() const;
  [[nodiscard]] bool matches(std::string_view text) const;
  /// From byte `start` on, which is not seen as the beginning of the text unless it is 0.
  bool match(std::string_view text, std::size_t start, Groups& groups) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

/// `format` with \0 .. \9 replaced by groups of a match in `subject`, \xHH by a byte, and \c by c.
void expand_groups(std::string& out, std::string_view format, std::string_view subject, const Regex::Groups& groups);

}  // namespace hapax::routing
