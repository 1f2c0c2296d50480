#include "config/stretches.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <string_view>
#include <thread>

#include <hapax/config/config.hpp>

namespace hapax::config {
namespace {

enum class Opening : std::uint8_t { nothing, proxy, anything };

/// Where a section of a proxy begins.
struct Opener {
  std::uint32_t offset = 0;
  std::uint32_t lines_above = 0;
};

// Few lines open a section: what most of them begin with has another bit than the name of any.
Opening opening_of(std::string_view word) {
  static const std::uint64_t kBits = [] {
    std::uint64_t bits = 0;
    for (std::size_t kind = 1; kind < kSectionKinds; ++kind) {
      bits |= name_bit(section_name(static_cast<SectionKind>(kind)));
    }
    return bits;
  }();
  if ((kBits & name_bit(word)) == 0) return Opening::nothing;
  if (word == "frontend" || word == "backend" || word == "listen") return Opening::proxy;
  for (std::size_t kind = 1; kind < kSectionKinds; ++kind) {
    if (word == section_name(static_cast<SectionKind>(kind))) return Opening::anything;
  }
  return Opening::nothing;
}

enum class Byte : std::uint8_t { of_word, blank, end, odd };

constexpr std::array<Byte, 256> kBytes = [] {
  std::array<Byte, 256> bytes{};
  for (const char c : {' ', '\t', '\v', '\f'}) bytes[static_cast<unsigned char>(c)] = Byte::blank;
  for (const char c : {'#', '\r', '\n'}) bytes[static_cast<unsigned char>(c)] = Byte::end;
  for (const char c : {'"', '\'', '\\', '\0'}) bytes[static_cast<unsigned char>(c)] = Byte::odd;
  return bytes;
}();

Byte kind_of(char c) { return kBytes[static_cast<unsigned char>(c)]; }

std::string_view without_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_negation(std::string_view word) { return word == "no" || word == "default"; }

constexpr std::size_t kBeginning = 4;  // no name of a section is shorter

std::uint32_t beginning_at(const char* text) {
  std::uint32_t bytes = 0;
  static_assert(sizeof bytes == kBeginning);
  std::memcpy(&bytes, text, sizeof bytes);
  return bytes;
}

// Whether a word that begins with these bytes may open a section, or hide that it does: looked up by a number that the
// four bytes come to, and that few of those have which begin no section.
bool may_open(const char* word) {
  constexpr std::size_t kBits = 10;
  const auto number_of = [](std::uint32_t bytes) { return (bytes * 0x9E3779B1U) >> (32 - kBits); };
  static const std::array<bool, std::size_t{1} << kBits> kKnown = [=] {
    std::array<bool, std::size_t{1} << kBits> known{};
    for (std::size_t kind = 1; kind < kSectionKinds; ++kind) {
      const std::string_view name = section_name(static_cast<SectionKind>(kind));
      if (name.size() >= kBeginning) known[number_of(beginning_at(name.data()))] = true;
    }
    return known;
  }();
  const bool negated = word[0] == 'n' && word[1] == 'o' && kind_of(word[2]) == Byte::blank;
  return kKnown[number_of(beginning_at(word))] || *word == '.' || negated ||
         std::any_of(word, word + kBeginning, [](char c) { return kind_of(c) == Byte::odd; });
}

// The word from `at` on, behind blanks.
std::string_view word_from(const char* at, const char* end) {
  while (at != end && kind_of(*at) == Byte::blank) ++at;
  const char* const word = at;
  while (at != end && kind_of(*at) == Byte::of_word) ++at;
  return {word, static_cast<std::size_t>(at - word)};
}

// Of most lines only the beginning of the first word is looked at. `line` ends with its newline, or with the text.
Opening opening(std::string_view line) {
  const char* at = line.data();
  const char* const end = at + line.size();
  constexpr std::uint32_t kFourBlanks = 0x20202020;
  if (line.size() >= kBeginning && beginning_at(at) == kFourBlanks) at += kBeginning;
  while (at != end && kind_of(*at) == Byte::blank) ++at;
  const auto left = static_cast<std::size_t>(end - at);
  if (left == 0 || (left >= kBeginning && !may_open(at))) return Opening::nothing;
  std::string_view word = word_from(at, end);
  at += word.size();
  if (at != end && kind_of(*at) == Byte::odd) return Opening::anything;
  if (word.empty()) return Opening::nothing;
  if (word.front() == '.') return Opening::anything;
  if (is_negation(word)) {
    // HAProxy refuses the line, and up to 3.0 a section begins there all the same.
    word = word_from(at, end);
    const char* const behind = word.data() + word.size();
    const bool odd = behind != end && kind_of(*behind) == Byte::odd;
    const bool opens = !word.empty() && opening_of(word) != Opening::nothing;
    return odd || opens ? Opening::anything : Opening::nothing;
  }
  const Opening opens = opening_of(word);
  if (opens != Opening::proxy) return opens;
  line = without_end(line);
  const bool odd = std::any_of(line.begin(), line.end(), [](char c) { return c == '\r' || kind_of(c) == Byte::odd; });
  return odd ? Opening::anything : opens;
}

// The sections at the end of the text that are proxies one and all.
std::vector<Opener> proxies_at_end(std::string_view text, std::span<const std::uint32_t> line_starts) {
  std::vector<Opener> proxies;
  for (std::uint32_t line = 0; line < line_starts.size(); ++line) {
    const std::uint32_t begin = line_starts[line];
    const std::size_t end = line + 1 < line_starts.size() ? line_starts[line + 1] : text.size();
    const Opening opens = opening(text.substr(begin, end - begin));
    if (opens == Opening::anything) proxies.clear();
    if (opens == Opening::proxy) proxies.push_back({begin, line});
  }
  return proxies;
}

}  // namespace

std::size_t threads_worth_while(std::string_view text) {
  constexpr std::size_t kWorthAThread = std::size_t{256} << 10;
  constexpr std::size_t kMost = 8;
  const std::size_t threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMost);
  return text.size() < kWorthAThread ? 1 : threads;
}

std::vector<Stretch> cut_into_stretches(const SourceSet& sources, FileId file, std::size_t threads) {
  constexpr std::size_t kForThread = 8;
  const std::string_view text = sources.text(file);
  const auto size = static_cast<std::uint32_t>(text.size());
  if (threads < 2) return {{0, size, 0, 0}};
  const std::vector<Opener> proxies = proxies_at_end(text, sources.line_starts(file));
  if (proxies.size() < threads) return {{0, size, 0, 0}};
  std::vector<Stretch> stretches{{0, proxies.front().offset, 0, 0}};
  const std::size_t count = threads * kForThread;
  const std::size_t bytes = text.size() - proxies.front().offset;
  auto next = proxies.begin();
  for (std::size_t i = 1; i <= count && next != proxies.end(); ++i) {
    const auto first = next;
    const std::size_t wanted = proxies.front().offset + bytes * i / count;
    next = i == count ? proxies.end()
                      : std::lower_bound(first + 1, proxies.end(), wanted,
                                         [](const Opener& o, std::size_t offset) { return o.offset < offset; });
    const std::uint32_t end = next == proxies.end() ? size : next->offset;
    stretches.push_back({first->offset, end, first->lines_above, static_cast<std::uint32_t>(next - first)});
  }
  return stretches;
}

}  // namespace hapax::config
