// Lines that open a section: which kinds exist in which version, what stands behind the keyword, and which names may
// stand twice.
#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "config/checks/names.hpp"
#include "config/habits.hpp"
#include "config/lines.hpp"

namespace hapax::config {
namespace {

// What is longer HAProxy cuts, and rules that name all of it find no such cache.
constexpr std::size_t kLongestCacheName = 32;

enum class Naming : std::uint8_t { none, optional, required };

struct Opener {
  SectionKind kind;
  Naming naming;
  bool extra_ignored;  ///< further words are not looked at
  Version since = Version::v2_6;
  std::optional<Version> removed = std::nullopt;
};

constexpr std::array kOpeners{
    Opener{SectionKind::global, Naming::none, false},
    Opener{SectionKind::defaults, Naming::optional, true},
    Opener{SectionKind::frontend, Naming::required, false},
    Opener{SectionKind::backend, Naming::required, false},
    Opener{SectionKind::listen, Naming::required, false},
    Opener{SectionKind::userlist, Naming::required, false},
    Opener{SectionKind::peers, Naming::required, false},
    Opener{SectionKind::resolvers, Naming::required, true},
    Opener{SectionKind::mailers, Naming::required, true},
    Opener{SectionKind::http_errors, Naming::required, true},
    Opener{SectionKind::cache, Naming::required, false},
    Opener{SectionKind::program, Naming::required, false, Version::v2_6, Version::v3_4},
    Opener{SectionKind::ring, Naming::required, true},
    Opener{SectionKind::log_forward, Naming::required, false},
    Opener{SectionKind::log_profile, Naming::required, false, Version::v3_2},
    Opener{SectionKind::fcgi_app, Naming::required, false},
    Opener{SectionKind::crt_store, Naming::optional, false, Version::v3_0},
    Opener{SectionKind::acme, Naming::required, false, Version::v3_2},
    Opener{SectionKind::traces, Naming::none, false, Version::v3_2},
    Opener{SectionKind::healthcheck, Naming::required, true, Version::v3_4},
};

std::unordered_map<std::string_view, const Opener*> openers_by_name() {
  std::unordered_map<std::string_view, const Opener*> openers;
  for (const Opener& opener : kOpeners) openers.emplace(section_name(opener.kind), &opener);
  return openers;
}

std::uint64_t bits_of_openers() {
  std::uint64_t bits = 0;
  for (const Opener& opener : kOpeners) bits |= name_bit(section_name(opener.kind));
  return bits;
}

const Opener* find_opener(std::string_view word) {
  static const std::uint64_t kBits = bits_of_openers();
  if ((kBits & name_bit(word)) == 0) return nullptr;
  static const auto kByName = openers_by_name();
  const auto found = kByName.find(word);
  return found == kByName.end() ? nullptr : found->second;
}

bool exists(const Opener& opener, Version target) {
  return target >= opener.since && (!opener.removed || target < *opener.removed);
}

void unknown_outside(Reading& reading, const Word& word) {
  std::vector<std::string_view> names;
  for (const Opener& o : kOpeners)
    if (exists(o, reading.target())) names.push_back(section_name(o.kind));
  Diagnostic& d = reading.error("keyword-outside-section", word.span,
                                quote(word.text) + " stands outside of a section and opens none");
  if (std::string help = habit_of_line(word.text); !help.empty()) {
    d.help.push_back(std::move(help));
  } else if (!offer_nearest(reading, d, word.text, names)) {
    d.help.emplace_back(
        "open a section above it: 'global', 'defaults', 'frontend NAME', 'backend NAME' or 'listen NAME'");
  }
}

// "defaults [NAME] [from NAME]", "frontend NAME [from NAME]"
void read_proxy_header(Reading& reading, Section& section, std::span<const Word> words) {
  std::size_t at = 1;
  bool explicitly = false;
  const bool is_defaults = section.kind == SectionKind::defaults;
  if (at < words.size() && !(is_defaults && words[at].text == "from")) section.name = words[at++].text;
  if (is_defaults && at < words.size() && words[at].text == "from" && at + 1 == words.size()) {
    // Without a name before it HAProxy takes the line for a section that has none.
    if (at > 1) reading.error("missing-argument", words[at].span, "'from' needs the name of a defaults section");
    return;
  }
  if (at + 1 < words.size() && words[at].text == "from") {
    inherit(reading, section, words[at + 1]);
    at += 2;
    explicitly = true;
  } else if (!is_defaults) {
    inherit_last(reading, section);
  }
  if (at < words.size() && !is_defaults) {
    const bool from = words[at].text == "from";
    const std::string message = from ? "'from' needs the name of a defaults section"
                                     : quote(words[at].text) + " cannot stand on the line that opens a section";
    const std::string help = from ? "write it behind 'from', or remove the word"
                                  : fmt::format("put it on a line of its own: 'bind {}'", words[at].text);
    // Before 3.2 it is the first line of the section that is refused, and an empty section is none; of a backend's own
    // line HAProxy says nothing then, and nothing finds the backend.
    if (explicitly || reading.from(Version::v3_2)) {
      reading.error("address-on-section-line", words[at].span, message, help);
    } else if (section.kind == SectionKind::backend) {
      reading.advice("address-on-section-line", Severity::warning, words[at].span, message, help);
      section.name = {};
    } else {
      reading.alert("address-on-section-line", words[at].span, message, help);
    }
    reading.broken_section = &section;
  }
}

void read_other_header(Reading& reading, Section& section, const Opener& opener, std::span<const Word> words) {
  if (opener.naming != Naming::none && words.size() > 1) section.name = words[1].text;
  if (opener.kind == SectionKind::cache) section.name = section.name.substr(0, kLongestCacheName);
  const std::size_t most = opener.naming == Naming::none ? 1 : 2;
  if (words.size() > most && !opener.extra_ignored) {
    reading.error("unexpected-argument", words[most].span,
                  quote(words[0].text) + " takes no " + quote(words[most].text) + " here", "remove it");
  }
}

// The only words before which HAProxy takes 'no' and 'default'.
bool may_be_negated(std::string_view word) {
  constexpr std::array<std::string_view, 7> kWords{
      "busy-polling", "insecure-fork-wanted", "log", "numa-cpu-mapping", "option", "set-dumpable", "strict-limits"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// What is left of a line that begins with 'no' or 'default' where neither can stand. Up to 3.0 HAProxy complains and
// reads on behind it: even a section begins there. The last word of such a 'default' line then stands twice.
std::span<const Word> behind_refused_prefix(Reading& reading, std::span<const Word> words) {
  const std::string_view prefix = words[0].text;
  if (words.size() < 2 || (prefix != "no" && prefix != "default") || may_be_negated(words[1].text)) return words;
  report_refused_prefix(reading, words[0], words[1].text);
  if (reading.from(Version::v3_2)) return {};
  if (prefix == "no") return words.subspan(1);
  std::vector<Word> read(words.begin() + 1, words.end());
  read.push_back(words.back());
  return reading.storage().keep(read);
}

// 3.2 then takes its lines for those of the proxy above.
void refuse_lost_section(Reading& reading, const Section& section) {
  Diagnostic& d = reading.error(
      "keyword-outside-section", section.span,
      fmt::format("HAProxy 3.2 does not know {} here, because it could not read the file of an SPOE filter above",
                  quote(section_name(section.kind))),
      "mend that line first; what else is wrong in this section is reported all the same");
  d.related.push_back({reading.lost_sections->span, "the file that cannot be read"});
  reading.broken_section = &section;
}

}  // namespace

void report_refused_prefix(Reading& reading, const Word& prefix, std::string_view name) {
  reading.error(
      "prefix-not-possible", prefix.span, fmt::format("{} cannot stand before {}", quote(prefix.text), quote(name)),
      "only options that are on or off, and 'log', can be negated; remove the line to go back to the default");
}

// When HAProxy refuses a step of a check it forgets the steps above it, and judges those below as if they came first.
void forget_steps_above(Reading& reading, std::span<const Word> refused) {
  const bool http = refused[0].text == "http-check";
  if (!http && refused[0].text != "tcp-check") return;
  const std::string_view second = refused.size() > 1 ? refused[1].text : std::string_view();
  if (second != "disable-on-404" && second != "send-state") reading.check_steps[http ? 0 : 1] = {};
}

void read_section_line(Reading& reading, std::span<const Word> all) {
  const std::size_t errors = reading.errors();
  const std::span<const Word> words = behind_refused_prefix(reading, all);
  if (words.empty()) return;
  if (open_section(reading, words)) return;
  if (reading.section == nullptr) return unknown_outside(reading, words[0]);
  if (reading.broken_section != nullptr) {
    Diagnostic& d = reading.error("line-of-refused-section", cover(words.front().span, words.back().span),
                                  "this line belongs to a section whose first line was refused",
                                  "put that line right; what else is wrong in the section is reported all the same");
    d.related.push_back({reading.broken_section->span, "the section begins here"});
  }
  if (reading.section->kind != SectionKind::unknown) read_directive(reading, words);
  if (reading.errors() != errors) forget_steps_above(reading, words);
}

std::string help_of_section(std::string_view word, Version target) {
  const Opener* const opener = find_opener(word);
  if (opener == nullptr || exists(*opener, target)) return {};
  return opener->removed && target >= *opener->removed
             ? fmt::format("sections of this kind were removed in HAProxy {}", to_string(*opener->removed))
             : fmt::format("sections of this kind exist since HAProxy {}", to_string(opener->since));
}

bool open_section(Reading& reading, std::span<const Word> words) {
  const Opener* const opener = find_opener(words[0].text);
  if (opener == nullptr || !exists(*opener, reading.target())) {
    if (opener == nullptr || reading.section != nullptr) return false;
    reading.error("unknown-section", words[0].span,
                  fmt::format("HAProxy {} knows no section {}", to_string(reading.target()), quote(words[0].text)),
                  help_of_section(words[0].text, reading.target()));
    return true;
  }
  Section& section = reading.new_section();
  section.kind = opener->kind;
  section.directives = DirectiveList(reading.storage().directives);
  section.words = words;
  section.span = cover(words.front().span, words.back().span);
  reading.section = &section;
  reading.broken_section = nullptr;
  reading.acls.clear();
  reading.server_names.clear();
  reading.mode_so_far.reset();
  reading.check_steps = {};
  reading.check_option.reset();
  reading.last_rules.clear();
  if (opener->naming == Naming::required && words.size() < 2) {
    reading.error("missing-section-name", words[0].span, quote(words[0].text) + " needs a name",
                  fmt::format("write '{} NAME'", words[0].text));
  } else if (section.is_proxy() || section.kind == SectionKind::defaults) {
    read_proxy_header(reading, section, words);
  } else {
    read_other_header(reading, section, *opener, words);
  }
  check_name_characters(reading, section);
  if (reading.lost_sections != nullptr && !section.is_proxy() && section.kind != SectionKind::defaults)
    refuse_lost_section(reading, section);
  // HAProxy reads on, and has no ring to which the lines could belong.
  if (section.kind == SectionKind::ring && is_refused_ring(reading, section)) reading.broken_section = &section;
  if (section.kind == SectionKind::acme && reading.target() == Version::v3_2 && !reading.experimental)
    reading.error("experimental-keyword", section.span, "acme sections are experimental and must be allowed first",
                  "write 'expose-experimental-directives' into the global section above");
  if (section.kind == SectionKind::program && reading.from(Version::v3_2) && !reading.deprecated) {
    reading.warning(
        "deprecated-section", section.span, "program sections are deprecated",
        "allow them with 'expose-deprecated-directives' in the global section, or start programs elsewhere");
  }
  if (section.kind == SectionKind::defaults) reading.last_defaults = &section;
  if (!reading.is_part()) declare_section(reading, section);
  return true;
}

}  // namespace hapax::config
