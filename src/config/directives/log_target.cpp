// `log`: where log lines go, and which.
#include <array>

#include <fmt/format.h>

#include <hapax/base/syslog.hpp>
#include <hapax/syntax/value.hpp>

#include "config/directives/proxy_directives.hpp"
#include "config/typing/address.hpp"

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, 9> kFormats{"local", "rfc3164", "rfc5424", "priority", "short",
                                                   "timed", "iso",     "raw",     "unspec"};

// In the order in which HAProxy looks for them, each once: one that stands elsewhere it takes for the facility.
constexpr std::array<std::string_view, 4> kOptions{"len", "format", "sample", "profile"};

bool contains(std::span<const std::string_view> list, std::string_view word) {
  for (const std::string_view each : list)
    if (each == word) return true;
  return false;
}

// "1,3-4:10": ranges that do not overlap, and a size not below the last of them.
bool is_log_sample(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const auto size = syntax::parse_integer(text.substr(colon + 1));
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
  for (std::string_view list = text.substr(0, colon); !list.empty();) {
    const std::string_view item = list.substr(0, list.find(','));
    const std::size_t dash = item.find('-');
    const auto first = syntax::parse_integer(item.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : syntax::parse_integer(item.substr(dash + 1));
    if (!size || !first || !last || *first < 1 || *last < *first || *last > *size) return false;
    for (const auto& [begin, end] : ranges)
      if (*first <= end && begin <= *last) return false;
    ranges.emplace_back(*first, *last);
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return true;
}

class LogReader {
 public:
  LogReader(Reading& reading, Directive& d) : reading_(reading), d_(d), words_(d.arguments()) {}

  void run() {
    if (words_.empty()) return missing();
    const std::string_view target = words_[0].text;
    if (target == "global") {
      if (reading_.section->kind == SectionKind::global) return missing();
      if (words_.size() > 1) rest(1);
      return;
    }
    if (!address(words_[0])) return;
    std::size_t at = 1;
    for (const std::string_view name : kOptions) {
      if (at == words_.size() || words_[at].text != name) continue;
      if (name == "profile" && !reading_.from(Version::v3_2)) break;
      if (at + 1 == words_.size()) return missing();
      if (!option(at)) return;
      at += 2;
    }
    rest(at);
  }

 private:
  void missing() {
    reading_.error("missing-argument", d_.span, "'log' needs a target and a facility, or 'global'",
                   "for example 'log /dev/log local0', 'log stdout format raw local0' or 'log global'");
  }

  bool address(const Word& word) {
    const std::string_view text = word.text;
    for (const std::string_view plain : {"stdout", "stderr"})
      if (text == plain) return true;
    if (text.starts_with("ring@")) return true;
    if (text.starts_with("backend@") && reading_.from(Version::v3_0)) return true;
    const Place place{"log", word.span, &d_};
    return !std::holds_alternative<std::monostate>(read_address(reading_, place, "log", word));
  }

  bool option(std::size_t at) {
    const std::string_view name = words_[at].text;
    const Word& value = words_[at + 1];
    if (name == "len") {
      const auto length = syntax::leading_integer(value.text).value;
      if (length >= 80 && length <= 65535) return true;
      return wrong("value-out-of-range", value, "no length of a log line", "it lies between 80 and 65535");
    }
    if (name == "sample" && !is_log_sample(value.text))
      return wrong("invalid-number", value, "no sample of log lines",
                   "write ranges and a size, as in '1,3-4:10': the first, third and fourth of every ten lines");
    if (name == "format" && !contains(kFormats, value.text))
      return wrong("invalid-choice", value, "no format of a log", "it can be " + join_or(kFormats));
    return true;
  }

  void rest(std::size_t at) {
    if (at == words_.size()) return missing();
    if (!contains(kSyslogFacilities, words_[at].text)) {
      const bool misplaced = contains(kOptions, words_[at].text);
      wrong("invalid-choice", words_[at], "no log facility",
            misplaced ? "options stand in this order, each once: 'len', 'format', 'sample', 'profile' (since 3.2)"
                      : "it can be " + join_or(kSyslogFacilities));
      return;
    }
    for (std::size_t i = at + 1; i < words_.size(); ++i) {
      if (i > at + 2) {
        reading_.error("unexpected-argument", words_[i].span,
                       fmt::format("'log' takes no {} here", quote(words_[i].text)));
        return;
      }
      if (is_log_level(words_[i].text)) continue;
      wrong("invalid-choice", words_[i], "no log level", "it can be " + join_or(kSyslogLevels));
      return;
    }
  }

  bool wrong(std::string_view rule, const Word& word, std::string_view what, std::string help) {
    reading_.error(rule, word.span, fmt::format("{} is {}", quote(word.text), what), std::move(help));
    return false;
  }

  Reading& reading_;
  Directive& d_;
  std::span<const Word> words_;
};

}  // namespace

bool is_log_level(std::string_view word) { return contains(kSyslogLevels, word); }

void check_log(Reading& reading, Directive& d) {
  if (!d.no) LogReader(reading, d).run();
}

}  // namespace hapax::config
