// Sections of one kind and one name.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/names.hpp"

namespace hapax::config {
namespace {

// A kind whose names must differ. HAProxy ignores a second userlist; it refuses any other.
struct Unique {
  SectionKind kind;
  bool refused = true;
};
constexpr std::array kUnique{
    Unique{SectionKind::userlist, false}, Unique{SectionKind::peers},       Unique{SectionKind::resolvers},
    Unique{SectionKind::mailers},         Unique{SectionKind::http_errors}, Unique{SectionKind::cache},
    Unique{SectionKind::program},         Unique{SectionKind::ring},        Unique{SectionKind::log_forward},
    Unique{SectionKind::log_profile},     Unique{SectionKind::fcgi_app}};

// Rings that HAProxy has by itself.
constexpr std::array<std::string_view, 3> kOwnRings{"buf0", "stderr", "stdout"};

bool is_own_ring(std::string_view name) {
  return std::find(kOwnRings.begin(), kOwnRings.end(), name) != kOwnRings.end();
}

const Section* first_named(const Reading& reading, const Section& section) {
  const Config::Storage& storage = reading.config().storage();
  for (std::uint32_t i = storage.first_named(section.name); i != kNoSection && i < section.index;
       i = storage.next_named(i)) {
    const Section& other = reading.config().sections[i];
    const bool forwards = section.kind == SectionKind::log_forward;
    const bool ring = other.kind == SectionKind::ring && reading.target() == Version::v3_2;
    if (other.kind == section.kind || (forwards && (other.is_proxy() || ring))) return &other;
  }
  return nullptr;
}

void check_section(Reading& reading, const Section& section, bool refused) {
  const std::string_view kind = section_name(section.kind);
  if (section.kind == SectionKind::ring && is_own_ring(section.name))
    reading.error("duplicate-section-name", section.span,
                  fmt::format("HAProxy has a ring {} of its own", quote(section.name)), "give the ring another name");
  const Section* const first = first_named(reading, section);
  if (first == nullptr) return;
  const std::string message =
      first->kind == section.kind
          ? fmt::format("there is another {} {} above", kind, quote(section.name))
          : fmt::format("{} {} has the name of a {}", kind, quote(section.name), section_name(first->kind));
  Diagnostic& d = refused ? reading.error("duplicate-section-name", section.span, message)
                          : reading.warning("duplicate-section-name", section.span, message);
  d.help.emplace_back("rename one of the two, or join them");
  d.related.push_back({first->span, "declared here first"});
}

}  // namespace

bool is_refused_ring(const Reading& reading, const Section& section) {
  return section.name.empty() || bad_name_character(section.name) || is_own_ring(section.name) ||
         first_named(reading, section) != nullptr;
}

void check_section_names(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (section.name.empty()) continue;
    for (const Unique& unique : kUnique)
      if (unique.kind == section.kind) check_section(reading, section, unique.refused);
  }
}

}  // namespace hapax::config
