#include "config/checks/tls_versions.hpp"

#include <algorithm>

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, 5> kForce{"force-sslv3", "force-tlsv10", "force-tlsv11", "force-tlsv12",
                                                 "force-tlsv13"};
constexpr std::array<std::string_view, 5> kOff{"no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13"};

std::size_t index_of(const std::array<std::string_view, 5>& list, std::string_view word) {
  std::size_t i = 0;
  while (i < list.size() && list[i] != word) ++i;
  return i;
}

}  // namespace

void TlsVersions::apply(std::string_view name, std::string_view argument) {
  if (const std::size_t i = index_of(kForce, name); i < kForce.size()) {
    lowest = highest = i;
    has_lowest = has_highest = true;
  }
  if (const std::size_t i = index_of(kOff, name); i < kOff.size()) off[i] = has_off = true;
  const std::size_t version = index_of(kTlsVersions, argument);
  if (version == kTlsVersions.size()) return;
  if (name == "ssl-min-ver") {
    lowest = version;
    has_lowest = true;
  } else if (name == "ssl-max-ver") {
    highest = version;
    has_highest = true;
  }
}

// Where there are bounds, `no-` options count for nothing.
bool TlsVersions::speaks(std::size_t version) const {
  return version > 0 && version >= lowest && version <= highest && (bounded() || !off[version]);
}

bool TlsVersions::empty() const {
  for (std::size_t i = 0; i < kTlsVersions.size(); ++i)
    if (speaks(i)) return false;
  return true;
}

TlsVersions TlsVersions::bounds() const {
  TlsVersions made;
  made.has_lowest = made.has_highest = true;
  while (made.lowest < kTlsVersions.size() && !speaks(made.lowest)) ++made.lowest;
  while (made.highest > 0 && !speaks(made.highest)) --made.highest;
  return made;
}

std::size_t TlsVersions::hole() const {
  std::size_t found = 0;
  std::size_t candidate = 0;
  bool begun = false;
  for (std::size_t i = 1; i < kTlsVersions.size(); ++i) {
    if (!speaks(i)) {
      candidate = begun ? i : 0;
    } else {
      if (candidate != 0) found = candidate;
      candidate = 0;
      begun = true;
    }
  }
  return found;
}

TlsVersions default_tls_versions(const Config& config, std::string_view directive) {
  TlsVersions range;
  for (const Section* global : config.all(SectionKind::global)) {
    for (const Directive& d : global->directives) {
      if (!d.is(directive)) continue;
      const std::span<const Word> words = d.arguments();
      for (std::size_t i = 0; i < words.size(); ++i)
        range.apply(words[i].text, i + 1 < words.size() ? words[i + 1].text : std::string_view());
    }
  }
  return range;
}

ListenerTlsVersions listener_tls_versions(const Config& config, std::span<const Directive* const> lines) {
  constexpr std::size_t kUsualLowest = 3;
  ListenerTlsVersions made{default_tls_versions(config, "ssl-default-bind-options")};
  TlsVersions& range = made.range;
  for (const Directive* const line : lines)
    for (const Option& o : line->options()) range.apply(o.name(), o.first_word());
  made.below_usual = !range.has_lowest && range.has_highest && range.highest < kUsualLowest;
  if (!range.has_lowest) range.lowest = std::min(kUsualLowest, range.highest);
  return made;
}

}  // namespace hapax::config
