// `.if` and `.elif`: what a build of the target version with all its usual features answers.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <hapax/syntax/predicate.hpp>

#include "config/build_features.hpp"
#include "config/checks/checks.hpp"
#include "config/lines.hpp"

namespace hapax::config {
namespace {

using syntax::Call;
using syntax::Predicate;
using syntax::PredicateNode;

// "3.2.1-dev4" as numbers; missing parts are 0.
std::vector<long> version_numbers(std::string_view text) {
  std::vector<long> parts{0};
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      parts.back() = parts.back() * 10 + (c - '0');
    } else if (c == '.') {
      parts.push_back(0);
    } else {
      break;
    }
  }
  return parts;
}

// The target's releases go on: a version of its own branch counts as reached.
bool at_least(Version target, std::string_view text) {
  const std::vector<long> asked = version_numbers(text);
  const std::vector<long> have = version_numbers(to_string(target));
  const std::vector<long> branch(asked.begin(),
                                 asked.begin() + static_cast<long>(std::min<std::size_t>(asked.size(), 2)));
  return have >= branch;
}

// Takes a number below 256 and the dot behind it off the text.
std::optional<long> take_part(std::string_view& text) {
  const std::size_t dot = text.find('.');
  const std::string_view digits = text.substr(0, dot);
  if (dot == std::string_view::npos || digits.empty() || digits.size() > 3) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  text.remove_prefix(dot + 1);
  const long number = version_numbers(digits)[0];
  return number < 256 ? std::optional(number) : std::nullopt;
}

// A usual build has some release of OpenSSL 3.0. Nothing for what is no version: its first two parts must end with
// dots.
std::optional<bool> reaches_openssl(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const auto major = take_part(text);
  const auto minor = major ? take_part(text) : std::nullopt;
  if (!minor) return std::nullopt;
  return std::pair(3L, 0L) >= std::pair(*major, *minor);
}

// What is on in a process on Linux, and which line of the global section above turns it off, from 3.0 on. 3.0 takes
// kqueue for on, which Linux does not have.
bool is_enabled(const Reading& reading, std::string_view name) {
  if (name == "KQUEUE" && reading.target() != Version::v3_0) return false;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kOn{{{"EPOLL", "noepoll"},
                                                                              {"FAST-FORWARD", ""},
                                                                              {"GETADDRINFO", "nogetaddrinfo"},
                                                                              {"KQUEUE", ""},
                                                                              {"POLL", "nopoll"},
                                                                              {"REUSEPORT", "noreuseport"},
                                                                              {"SPLICE", "nosplice"}}};
  for (const auto& [on, line] : kOn) {
    if (on != name) continue;
    return line.empty() || !reading.from(Version::v3_0) || last_global(reading.config(), line) == nullptr;
  }
  return false;
}

class Evaluator {
 public:
  Evaluator(Reading& reading, Span span, const Predicate& predicate)
      : reading_(reading), span_(span), predicate_(predicate) {}

  bool run() {
    for (const PredicateNode& node : predicate_.nodes) step(node);
    return !stack_.empty() && stack_.back();
  }

 private:
  void step(const PredicateNode& node) {
    switch (node.kind) {
      case PredicateNode::Kind::number:
        stack_.push_back(node.nonzero);
        break;
      case PredicateNode::Kind::predicate:
        stack_.push_back(call(predicate_.calls[node.call]));
        break;
      case PredicateNode::Kind::negate:
        stack_.back() = !stack_.back();
        break;
      case PredicateNode::Kind::both:
      case PredicateNode::Kind::either: {
        const bool right = stack_.back();
        stack_.pop_back();
        const bool left = stack_.back();
        stack_.back() = node.kind == PredicateNode::Kind::both ? left && right : left || right;
      }
    }
  }

  [[nodiscard]] std::string_view argument(const Call& call, std::size_t index) const {
    const auto list = predicate_.arguments_of(call);
    return index < list.size() ? list[index].text : std::string_view();
  }

  bool call(const Call& c) {
    const Keyword* const row = find_keyword(KeywordClass::predicate, c.name, reading_.target());
    if (row == nullptr) {
      std::vector<std::string_view> names;
      for (const Keyword& each : keywords(KeywordClass::predicate))
        if (each.exists_in(reading_.target())) names.push_back(each.name);
      reading_.error("unknown-predicate", span_, fmt::format("{} is no predicate of '.if'", quote(c.name)),
                     "the predicates are " + join_or(names));
      return false;
    }
    // Empty parentheses hold one empty argument.
    const std::size_t given = std::max<std::size_t>(predicate_.arguments_of(c).size(), 1);
    const std::size_t needed = row->params(reading_.target()).size();
    if (given != needed) {
      reading_.error(
          "malformed-predicate", span_,
          fmt::format("{} needs {} argument{}, and has {}", quote(c.name), needed, needed == 1 ? "" : "s", given),
          fmt::format("for example '{}({})'", c.name, needed == 1 ? "a" : "a,b"));
      return false;
    }
    const std::string_view a = argument(c, 0);
    const std::string_view b = argument(c, 1);
    if (c.name == "defined") return reading_.environment.get(a).has_value();
    if (c.name == "feature") return has_build_feature(reading_, a);
    if (c.name == "streq") return a == b;
    if (c.name == "strneq") return a != b;
    if (c.name == "strstr") return a.find(b) != std::string_view::npos;
    if (c.name == "version_atleast") return at_least(reading_.target(), a);
    if (c.name == "version_before") return !at_least(reading_.target(), a);
    if (c.name.starts_with("openssl_version_")) return openssl(a, c.name == "openssl_version_atleast");
    if (c.name == "ssllib_name_startswith") return std::string_view("OpenSSL").starts_with(a);
    return c.name == "enabled" && is_enabled(reading_, a);
  }

  bool openssl(std::string_view version, bool at_least) {
    const std::optional<bool> reached = reaches_openssl(version);
    if (reached) return *reached == at_least;
    reading_.error("malformed-predicate", span_, fmt::format("{} is no version of OpenSSL", quote(version)),
                   "write all of its parts, such as 1.1.1 or 3.0.0");
    return false;
  }

  Reading& reading_;
  Span span_;
  const Predicate& predicate_;
  std::vector<bool> stack_;
};

}  // namespace

bool LineReader::holds(std::span<const Word> words) {
  if (words.size() < 2) return false;
  std::string text;
  for (const Word& word : words.subspan(1)) text += (text.empty() ? "" : " ") + std::string(word.text);
  const Span span = cover(words[1].span, words.back().span);
  const std::string_view kept = reading_.arena().copy(text);
  const auto parsed = syntax::parse_predicate(kept, reading_.arena());
  if (!parsed) {
    reading_.error(
        "malformed-predicate", span, fmt::format("the condition {} cannot be read", quote(kept)),
        "combine predicates such as 'defined(NAME)' or 'version_atleast(3.0)' with !, &&, || and parentheses");
    return false;
  }
  return Evaluator(reading_, span, *parsed).run();
}

}  // namespace hapax::config
