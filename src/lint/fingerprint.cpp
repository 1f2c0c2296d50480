#include <hapax/lint/fingerprint.hpp>

#include <cctype>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace hapax::lint {
namespace {

// FNV-1a, 64 bits: small, the same everywhere, and good enough to tell findings of one file apart.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const unsigned char c : text) value = (value ^ c) * 0x100000001b3U;
  return value;
}

}  // namespace

std::string Fingerprints::next(const SourceSet& sources, const Diagnostic& diagnostic) {
  std::string key = fmt::format("{}\x1f{}\x1f", diagnostic.rule, sources.name(diagnostic.span.file));
  for (const unsigned char c : sources.line(diagnostic.span.file, sources.begin(diagnostic.span).line)) {
    if (std::isspace(c) == 0) key += static_cast<char>(c);
  }
  const unsigned count = seen_[key]++;
  return fmt::format("{:016x}", hash(fmt::format("{}\x1f{}", key, count)));
}

}  // namespace hapax::lint
