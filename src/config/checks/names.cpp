#include "config/checks/names.hpp"

#include <cctype>

#include <fmt/format.h>

namespace hapax::config {
namespace {

// What stands on the line: before 3.2 a backend whose line is refused has that name, though nothing finds it.
std::string_view written_name(const Section& section) {
  return section.is_proxy() && section.words.size() > 1 ? section.words[1].text.view() : section.name;
}

void report_same_name(Reading& reading, const Section& section, const Section& other, bool fatal) {
  const std::string message =
      fmt::format("{} {} has the name of {} {}", section_name(section.kind), quote(written_name(section)),
                  other.kind == section.kind ? "another" : "a", section_name(other.kind));
  Diagnostic& d = fatal ? reading.error("duplicate-proxy-name", section.words[1].span, message)
                        : reading.warning("duplicate-proxy-name", section.words[1].span, message);
  d.help.emplace_back("rename one of the two, and what refers to it");
  d.related.push_back({other.span, "declared here first"});
}

// Whether a section that inherits does so by `from`.
bool names_defaults(const Section& section) {
  const std::span<const Word> words = section.words;
  const std::size_t at = section.kind == SectionKind::defaults && words.size() > 1 && words[1].text == "from" ? 1 : 2;
  return at < words.size() && words[at].text == "from";
}

// A defaults section that some sections name and others inherit from because it is the last one above them.
void note_use(Reading& reading, const Section& section) {
  if (section.defaults == nullptr || section.defaults->name.empty()) return;
  DefaultsUses& uses = reading.defaults_uses[section.defaults];
  (names_defaults(section) ? uses.by_name : uses.by_place) = true;
  if (!uses.by_name || !uses.by_place) return;
  const std::string message =
      fmt::format("defaults {} is named by 'from' in some sections and inherited without it in others",
                  quote(section.defaults->name));
  const std::string help = "write 'from' into all of them, or end with a defaults section that nobody names";
  Diagnostic& d = reading.from(Version::v2_8) ? reading.warning("defaults-mixed-use", section.span, message, help)
                                              : reading.alert("defaults-mixed-use", section.span, message, help);
  d.related.push_back({section.defaults->span, "declared here"});
}

// HAProxy 3.2 says of names that it refuses, too, what it says of those that it still takes.
void warn_of_sharing(Reading& reading, const Section& section) {
  reading.warning("duplicate-proxy-name", section.words[1].span,
                  "from HAProxy 3.3 on every frontend, backend and listen section needs a name of its own",
                  "give one of the two another name");
}

enum class Sharing : std::uint8_t { permitted, warned, refused };

// Up to 3.0 two sections may share a name unless both take connections or both have servers (which HAProxy does not
// ask of a listen section below a backend), or the one above is a log-forward section. 3.2 warns of the others, counts
// defaults sections and takes a ring for a backend; 3.4 refuses.
Sharing sharing(const Section& section, const Section& other, Version target) {
  const bool in_3_2 = target == Version::v3_2;
  const bool defaults = other.kind == SectionKind::defaults;
  if (section.kind == SectionKind::log_forward) return in_3_2 && defaults ? Sharing::warned : Sharing::permitted;
  if (section.kind == SectionKind::defaults && defaults) return Sharing::permitted;
  const bool proxies = section.is_proxy() && other.is_proxy();
  const bool counted = other.is_proxy() || other.kind == SectionKind::log_forward ||
                       (in_3_2 && (other.kind == SectionKind::ring || defaults));
  if (!counted) return Sharing::permitted;
  const bool asks_servers = section.is_backend() && (target >= Version::v3_2 || !section.is_frontend());
  const bool has_servers = other.is_backend() || other.kind == SectionKind::ring;
  if (other.kind == SectionKind::log_forward || (section.is_frontend() && other.is_frontend()) ||
      (asks_servers && has_servers) || (proxies && target >= Version::v3_4))
    return Sharing::refused;
  return in_3_2 ? Sharing::warned : Sharing::permitted;
}

void check_name(Reading& reading, const Section& section) {
  const Config::Storage& storage = reading.config().storage();
  const Section* namesake = nullptr;
  for (std::uint32_t i = storage.first_named(written_name(section)); i != kNoSection; i = storage.next_named(i)) {
    const Section& other = reading.config().sections[i];
    const Sharing answer = sharing(section, other, reading.target());
    if (answer == Sharing::refused) {
      report_same_name(reading, section, other, true);
      if (reading.target() == Version::v3_2) warn_of_sharing(reading, section);
      return;
    }
    if (answer == Sharing::warned && namesake == nullptr) namesake = &other;
  }
  if (namesake != nullptr) report_same_name(reading, section, *namesake, false);
}

// A defaults section takes the place of another one of its name, unless some section above has named that with `from`.
void check_replaced(Reading& reading, const Section& section) {
  if (section.name.empty()) return;
  const Config::Storage& storage = reading.config().storage();
  for (std::uint32_t i = storage.first_named(section.name); i != kNoSection; i = storage.next_named(i)) {
    const Section& other = reading.config().sections[i];
    const auto uses = reading.defaults_uses.find(&other);
    if (other.kind != SectionKind::defaults || uses == reading.defaults_uses.end() || !uses->second.by_name) continue;
    Diagnostic& d = reading.error("defaults-replaced", section.span,
                                  fmt::format("this would replace another defaults section {}, which a section above "
                                              "names with 'from'",
                                              quote(section.name)),
                                  "give it another name");
    d.related.push_back({other.span, "declared here first"});
    return;
  }
}

// What a log-forward section is refused for is looked at when all are read (section_names.cpp).
bool looks_for_namesakes(const Reading& reading, const Section& section) {
  if (written_name(section).empty()) return false;
  const bool others = section.kind == SectionKind::defaults || section.kind == SectionKind::log_forward;
  return section.is_proxy() || (others && reading.target() == Version::v3_2);
}

}  // namespace

std::optional<char> bad_name_character(std::string_view name) {
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.' && c != ':' && c != '_' && c != '-') return c;
  }
  return std::nullopt;
}

bool check_characters(Reading& reading, std::string_view name, Span span, std::string_view where) {
  const std::optional<char> bad = bad_name_character(name);
  if (bad)
    reading.error("bad-name-character", span,
                  fmt::format("{} is not permitted in {}", quote(std::string(1, *bad)), where),
                  "names are made of letters, digits, '-', '_', '.' and ':'");
  return !bad;
}

void check_name_characters(Reading& reading, const Section& section) {
  const bool any = section.kind == SectionKind::defaults || section.kind == SectionKind::crt_store ||
                   section.kind == SectionKind::cache || section.kind == SectionKind::program;
  if (any || !bad_name_character(section.name)) return;
  check_characters(reading, section.name, section.words[1].span,
                   fmt::format("the name of a {} section", section_name(section.kind)));
}

void declare_section(Reading& reading, const Section& section) {
  note_use(reading, section);
  if (section.kind == SectionKind::defaults && reading.from(Version::v3_2)) check_replaced(reading, section);
  if (looks_for_namesakes(reading, section)) check_name(reading, section);
  reading.config().storage().add_section(section.kind, section.name, section.index);
}

void inherit(Reading& reading, Section& section, const Word& name) {
  const Section* first = nullptr;
  const Section* second = nullptr;
  const Config::Storage& storage = reading.config().storage();
  for (std::uint32_t i = storage.first_named(name.text); i != kNoSection; i = storage.next_named(i)) {
    const Section& other = reading.config().sections[i];
    if (other.kind != SectionKind::defaults) continue;
    (first == nullptr ? first : second) = &other;
  }
  if (first == nullptr) {
    reading.error("unknown-defaults", name.span, "there is no defaults section " + quote(name.text) + " above",
                  "declare it above this section, or remove 'from'");
  } else if (second != nullptr) {
    Diagnostic& d = reading.error("ambiguous-defaults", name.span,
                                  "several defaults sections are called " + quote(name.text), "rename all but one");
    d.related.push_back({first->span, "one is here"});
    d.related.push_back({second->span, "another is here"});
  }
  section.defaults = second != nullptr ? second : first;
  if (section.defaults != nullptr)
    check_characters(reading, name.text, name.span, "the name of a defaults section behind 'from'");
}

void inherit_last(Reading& reading, Section& section) { section.defaults = reading.last_defaults; }

}  // namespace hapax::config
