// A line of a section: its row, its arguments, and what HAProxy says of the word itself.
#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>

#include "config/checks/checks.hpp"
#include "config/directives/directives.hpp"
#include "config/directives/proxy_directives.hpp"
#include "config/habits.hpp"
#include "config/keywords/features.hpp"
#include "config/keywords/lookup.hpp"
#include "config/lines.hpp"
#include "config/old_lines.hpp"
#include "config/samples/points.hpp"
#include "config/typing/signature.hpp"

namespace hapax::config {
namespace {

std::string_view section_of(const Section& section) { return section_name(section.kind); }

std::vector<std::string_view> names_here(SectionKind section, Version target, std::string_view first_word) {
  std::vector<std::string_view> names;
  for (const Keyword& row : keywords(KeywordClass::directive)) {
    if (!row.sections.contains(section) || !row.exists_in(target)) continue;
    const std::size_t blank = row.name.find(' ');
    if (first_word.empty()) {
      names.push_back(row.name.substr(0, blank));
    } else if (row.name.substr(0, blank) == first_word && blank != std::string_view::npos) {
      names.push_back(row.name.substr(blank + 1));
    }
  }
  return names;
}

std::string removal(const Keyword& row) {
  if (row.instead.empty()) return "remove the line";
  if (row.instead.starts_with("remove ")) return std::string(row.instead);
  // Some rows name a way to go and no words to write.
  for (const std::string_view prose : {"'", " or ", " with ", " in ", "the "})
    if (row.instead.find(prose) != std::string_view::npos) return "now: " + std::string(row.instead);
  return "write " + quote(row.instead) + " instead";
}

std::string sections_of(const Keyword& row) {
  std::vector<std::string_view> names;
  for (std::size_t i = 1; i < kSectionKinds; ++i)
    if (row.sections.contains(static_cast<SectionKind>(i))) names.push_back(section_name(static_cast<SectionKind>(i)));
  return join_or(names);
}

// Of these HAProxy says that they have no effect in a section before it looks at the second word, if ever.
bool warns_of_first_word(Reading& reading, std::string_view first, Span span) {
  constexpr std::array<std::string_view, 5> kWords{"capture", "http-check", "monitor", "stick", "tcp-check"};
  if (std::find(kWords.begin(), kWords.end(), first) == kWords.end()) return false;
  for (const Keyword& row : keywords(KeywordClass::directive)) {
    if (!row.name.starts_with(first) || !row.ignored_in.contains(reading.section->kind)) continue;
    reading.warning("ignored-keyword", span,
                    fmt::format("{} has no effect in a {} section", quote(first), section_of(*reading.section)),
                    "move it to " + sections_of(row));
    return true;
  }
  return false;
}

// `timeout`, `option`, `stats`: the first word is known, the second is not.
void report_second_word(Reading& reading, std::span<const Word> words) {
  if (warns_of_first_word(reading, words[0].text, words[0].span) && words[0].text == "stick") return;
  const std::vector<std::string_view> names = names_here(reading.section->kind, reading.target(), words[0].text);
  if (words.size() < 2) {
    reading.error("missing-argument", words[0].span, quote(words[0].text) + " needs another word, and the line ends",
                  "write one of " + join_or(names) + " behind it");
    return;
  }
  Diagnostic& d = reading.error("unknown-keyword", words[1].span,
                                fmt::format("{} has no {} here", quote(words[0].text), quote(words[1].text)));
  if (!offer_nearest(reading, d, words[1].text, names)) d.help.push_back("it can be " + join_or(names));
}

// What a word may have been meant for that has no row like it in its own section.
const Keyword* nearest_elsewhere(std::string_view word, Version target) {
  std::vector<std::string_view> names;
  for (const Keyword& row : keywords(KeywordClass::directive))
    if (row.exists_in(target) && row.name.find(' ') == std::string_view::npos) names.push_back(row.name);
  const auto near = nearest(word, names);
  return near ? find_keyword(KeywordClass::directive, *near, target) : nullptr;
}

// `balance` may stand alone; whatever follows it must be an algorithm, each of which has a row.
bool has_unknown_second_word(const Reading& reading, std::span<const Word> words, const DirectiveMatch& match) {
  return match.words == 1 && words.size() > 1 && match.row->params(reading.target()).empty() &&
         !names_here(reading.section->kind, reading.target(), match.row->name).empty();
}

void report_unknown(Reading& reading, std::span<const Word> words, const DirectiveMatch& match) {
  const Section& section = *reading.section;
  const std::string_view target = to_string(reading.target());
  if (const Keyword* row = match.other_version) {
    if (row->removed && reading.target() >= *row->removed) {
      Diagnostic& d = reading.error("removed-keyword", words[0].span,
                                    fmt::format("{} is gone from HAProxy {}", quote(row->name), target));
      if (auto line = todays_line(reading.sources(), section.kind, words)) {
        d.help.push_back(fmt::format("write: {}", line->text));
        d.fix = Fix{"write it so", line->same, {{cover(words.front().span, words.back().span), std::move(line->text)}}};
      } else {
        d.help.push_back(removal(*row));
      }
    } else {
      reading.error("unknown-keyword", words[0].span,
                    fmt::format("HAProxy {} does not know {} yet", target, quote(row->name)),
                    fmt::format("it exists since HAProxy {}", to_string(row->since)));
    }
    return;
  }
  if (match.first_word_known) return report_second_word(reading, words);
  Diagnostic& d =
      reading.error("unknown-keyword", words[0].span,
                    fmt::format("unknown keyword {} in a {} section", quote(words[0].text), section_of(section)));
  if (match.other_section != nullptr) {
    d.help.push_back("it belongs into " + sections_of(*match.other_section));
    return;
  }
  for (std::string& help : std::array{help_of_section(words[0].text, reading.target()), habit_of_line(words[0].text)}) {
    if (help.empty()) continue;
    d.help.push_back(std::move(help));
    return;
  }
  if (offer_nearest(reading, d, words[0].text, names_here(section.kind, reading.target(), ""))) return;
  if (const Keyword* const elsewhere = nearest_elsewhere(words[0].text, reading.target())) {
    d.help.push_back(fmt::format("{} is near, and belongs into {}", quote(elsewhere->name), sections_of(*elsewhere)));
  } else {
    d.help.emplace_back("'hapax keyword --all' lists what HAProxy knows, with the sections where it may stand");
  }
}

// Options that are more than a flag; the flags are refused from 3.2 on where they have no effect.
bool is_hand_made(std::string_view name) {
  for (const std::string_view n : {"option httplog", "option httpslog", "option tcplog", "option redispatch",
                                   "option forwarded", "option http-restrict-req-hdr-names"})
    if (n == name) return true;
  return false;
}

// Reports where the word may not stand. True: HAProxy does not read the arguments either.
bool misplaced(Reading& reading, Directive& d) {
  const Section& section = *reading.section;
  const Keyword& row = *d.row;
  if (row.refused_in.contains(section.kind)) {
    reading.error("misplaced-keyword", d.span,
                  fmt::format("{} cannot stand in a {} section", quote(row.name), section_of(section)),
                  "it belongs into " + sections_of(row));
    return true;
  }
  if (row.ignored_in.contains(section.kind)) {
    d.ignored = true;
    if (d.no && row.name == "option forwarded") return false;  // HAProxy looks at the section behind the 'no' only
    reading.warning("ignored-keyword", d.span,
                    fmt::format("{} has no effect in a {} section", quote(row.name), section_of(section)),
                    "move it to " + sections_of(row));
    if (reading.from(Version::v3_2) && row.name.starts_with("option ") && row.params(reading.target()).empty() &&
        row.negatable && !is_hand_made(row.name) && !row.name.starts_with("option accept-invalid"))
      reading.error("misplaced-keyword", d.span,
                    fmt::format("HAProxy {} refuses {} in a {} section", to_string(reading.target()), quote(row.name),
                                section_of(section)),
                    "it belongs into " + sections_of(row));
    return false;
  }
  if (row.named_defaults_only && section.kind == SectionKind::defaults && section.name.empty()) {
    reading.error("misplaced-keyword", d.span,
                  fmt::format("{} can stand only in a defaults section that has a name", quote(row.name)),
                  "name the section ('defaults NAME') and let proxies say 'from NAME'");
    return true;
  }
  return false;
}

void check_row(Reading& reading, const Directive& d) {
  const Keyword& row = *d.row;
  if (row.deprecated_in(reading.target())) {
    Diagnostic& found =
        reading.warning("deprecated-keyword", d.span,
                        fmt::format("{} is deprecated in HAProxy {}", quote(row.name), to_string(reading.target())));
    found.help.push_back(removal(row));
  }
  reading.allow_experimental(row, d.span);
  check_feature(reading, row, d.span);
}

// Where the expressions of a directive run: by its rule set, or by its first word.
Points find_points(const Keyword& row, const Section& section) {
  for (std::size_t i = 0; i < kRuleSets; ++i) {
    const auto set = static_cast<RuleSet>(i);
    if (rule_set_name(set) == row.name) return points_of(set, section);
  }
  if (row.name == "stick store-response") return points_of(row.name, section);
  return points_of(row.name.substr(0, row.name.find(' ')), section);
}

Points points_for(Reading& reading, const Keyword& row, const Section& section) {
  Points& known = reading.points[&row][static_cast<std::size_t>(section.kind)];
  if (known == 0) known = find_points(row, section);
  return known;
}

// `no` and `default` stand before some words only.
std::span<const Word> strip_prefix(std::span<const Word> words, Directive& d) {
  if (words.size() > 1) {
    d.no = words[0].text == "no";
    d.reset = words[0].text == "default";
  }
  return words.subspan(d.no || d.reset ? 1 : 0);
}

// Up to 3.0 'default' makes the last word stand twice for the readers of most lines, and they find an argument too
// many; from 3.2 on the modes of connections and 'forwarded' have 'no' alone.
bool takes_default(std::string_view name, bool from_3_2) {
  if (!from_3_2) return name == "option redispatch" || name == "numa-cpu-mapping";
  for (const std::string_view n :
       {"option httpclose", "option http-server-close", "option http-keep-alive", "option forwarded"})
    if (n == name) return false;
  return true;
}

// The last word of a log target may stand twice: the lowest level is then the same as the highest.
bool ends_with_one_level(std::span<const Word> words) {
  return words.size() > 4 && is_log_level(words.back().text) && !is_log_level(words[words.size() - 2].text);
}

void check_prefix(Reading& reading, const Directive& d) {
  if (!(d.no || d.reset) || d.row == nullptr) return;
  const bool from_3_2 = reading.from(Version::v3_2);
  if (d.reset && d.is("log") && ends_with_one_level(d.words)) return;
  if (d.row->negatable) {
    const bool renamed = from_3_2 && d.row->name.starts_with("option accept-invalid-http");
    if (!renamed && (d.no || takes_default(d.row->name, from_3_2))) return;
  }
  report_refused_prefix(reading, d.words[0], d.name());
}

// HAProxy counts the words of a log format before it says that the line has no effect.
void check_ignored(Reading& reading, const Directive& d) {
  if (!d.row->name.starts_with("log-format") || d.arguments().size() == 1) return;
  if (d.arguments().empty()) {
    reading.error("missing-argument", d.span, fmt::format("{} needs a format, and the line ends", quote(d.name())),
                  "write one in quotes, such as \"%ci %ST %{+Q}r\"");
    return;
  }
  reading.error("unexpected-argument", d.arguments()[1].span,
                fmt::format("{} takes no {} here", quote(d.name()), quote(d.arguments()[1].text)),
                "put quotes around a format that holds blanks");
}

// Of options that take no arguments HAProxy looks at what follows all the same.
void check_negated(Reading& reading, const Directive& d) {
  if (d.arguments().empty()) return;
  const Word& word = d.arguments()[0];
  const bool bare = d.row->name.starts_with("option ") && d.row->params(reading.target()).empty();
  if (!d.is("log") && !bare) return;
  reading.error("unexpected-argument", word.span,
                fmt::format("'{} {}' takes no {} here", d.words[0].text, d.name(), quote(word.text)),
                bare ? "remove it" : "write it alone: it removes every log target above");
}

// What may stand in a line. The 'server' line of the local peer has no address: its options follow the name.
std::span<const Param> params_of(const Reading& reading, const Directive& d, std::span<const Word> arguments) {
  const std::span<const Param> params = d.row->params(reading.target());
  if (reading.section->kind != SectionKind::peers || !d.is("server") || arguments.size() < 2) return params;
  if (arguments[0].text != local_peer(reading.config())) return params;
  if (find_keyword(KeywordClass::server_option, arguments[1].text, reading.target()) == nullptr) return params;
  static const std::vector<Param> kWithoutAddress = [&] {
    std::vector<Param> left;
    std::copy_if(params.begin(), params.end(), std::back_inserter(left),
                 [](const Param& p) { return p.name != "address"; });
    return left;
  }();
  return kWithoutAddress;
}

// HAProxy keeps formats of logs and ids as texts, and reads those that some frontend uses when it has seen all lines.
// So it does with names that are made for each request, unless their section is disabled; conditions it reads at once.
void hold_what_is_read_late(Reading& reading, const Directive& d, std::size_t first) {
  const bool named = d.is("use_backend") || d.is("use-server");
  const bool log = d.is("log-format") || d.is("log-format-sd") || d.is("unique-id-format") || d.is("error-log-format");
  if (log && d.arguments().size() == 1) return reading.hold(d, first);
  if (!named || d.arguments().empty()) return;
  std::vector<Diagnostic>& found = reading.findings().list();
  const Span name = d.arguments().front().span;
  const auto read_at_once = [&](const Diagnostic& f) {
    return f.span.offset < name.offset || f.span.offset >= name.end();
  };
  const auto late =
      std::stable_partition(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(), read_at_once);
  if (late != found.end()) reading.hold(d, static_cast<std::size_t>(late - found.begin()));
}

}  // namespace

void read_directive(Reading& reading, std::span<const Word> all) {
  Section& section = *reading.section;
  Directive& d = section.directives.append();
  d.words = all;
  d.span = cover(all.front().span, all.back().span);
  const std::span<const Word> words = strip_prefix(all, d);
  const DirectiveMatch match = reading.recent_directives.match(words, section.kind, reading.target());
  d.row = match.row;
  check_prefix(reading, d);
  if (d.row == nullptr) return report_unknown(reading, words, match);
  section.name_bits |= name_bit(d.row->name);
  d.name_words = static_cast<std::uint8_t>(match.words);
  if (d.is("mode")) reading.mode_so_far.reset();
  if (misplaced(reading, d)) return;
  check_row(reading, d);
  if (d.ignored && !reads_when_ignored(*d.row)) return check_ignored(reading, d);
  const std::span<const Word> name = words.first(match.words);
  const Place place{d.row->name, cover(name.front().span, name.back().span), &d, points_for(reading, *d.row, section)};
  // 'default log TARGET' adds a target, as without the word; the 'option' of programs has its name as an argument.
  if ((d.no || (d.reset && !d.is("log"))) && !d.is("option")) return check_negated(reading, d);
  if (has_unknown_second_word(reading, words, match)) {
    report_second_word(reading, words);
    return check_directive(reading, d, true);
  }
  const std::size_t findings = reading.findings().list().size();
  const Matched made = match_signature(reading, place, params_of(reading, d, words.subspan(match.words)),
                                       words.subspan(match.words), true);
  d.take_args(made.args);
  if (made.failed && is_read_before(reading, d)) {
    (void)reading.take_back(findings);
    return check_directive(reading, d, false);
  }
  if (made.failed && repeats_list_member(section, d)) {
    (void)reading.take_back(findings);
    return;
  }
  if (reading.findings().list().size() > findings) hold_what_is_read_late(reading, d, findings);
  section.option_bits |= d.option_bits();
  if (const Action* const action = d.action()) section.action_bits |= name_bit(action->name());
  check_directive(reading, d, made.failed);
}

}  // namespace hapax::config
