#include "routing/cache/variants.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

struct Coding {
  std::string_view name;
  std::uint32_t bit;
};
constexpr std::uint32_t kIdentity = 1;
constexpr std::array kCodings{
    Coding{"identity", kIdentity}, Coding{"gzip", 2},       Coding{"x-gzip", 2}, Coding{"deflate", 4},
    Coding{"compress", 8},         Coding{"x-compress", 8}, Coding{"br", 16},    Coding{"zstd", 32},
};
constexpr std::uint32_t kAllCodings = 63;

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// Only this way of writing it says that a coding is not wanted: `q=0.0` is none.
bool is_refusal(std::string_view parameters) { return equal_ignoring_case(trimmed(parameters), "q=0"); }

/// 0: of a name that is not known.
std::uint32_t bit_of(std::string_view name, bool ignore_case) {
  const auto* const found = std::find_if(kCodings.begin(), kCodings.end(), [&](const Coding& coding) {
    return ignore_case ? equal_ignoring_case(coding.name, name) : coding.name == name;
  });
  return found == kCodings.end() ? 0U : found->bit;
}

/// Refusals win over everything else; that of `*` refuses nothing.
std::uint32_t accepted_codings(const Headers& request) {
  if (!find_header(request, "accept-encoding")) return kAllCodings;
  std::uint32_t accepted = kIdentity;
  std::uint32_t refused = 0;
  HeaderCursor cursor;
  for (std::string_view value; next_value(request, "accept-encoding", false, cursor, value);) {
    const std::size_t end = std::min(value.find(';'), value.size());
    const std::string_view name = trimmed(value.substr(0, end));
    const bool refusal = end < value.size() && is_refusal(value.substr(end + 1));
    const std::uint32_t bits = name == "*" ? (refusal ? 0U : kAllCodings) : bit_of(name, true);
    (refusal ? refused : accepted) |= bits;
  }
  return accepted & ~refused;
}

/// Nothing: one of them is not known.
std::optional<std::uint32_t> codings_of(const Headers& answer) {
  if (!find_header(answer, "content-encoding")) return kIdentity;
  std::uint32_t codings = 0;
  HeaderCursor cursor;
  for (std::string_view name; next_value(answer, "content-encoding", false, cursor, name);) {
    const std::uint32_t bit = bit_of(name, false);
    if (bit == 0) return std::nullopt;
    codings |= bit;
  }
  return codings;
}

std::uint8_t field_of(std::string_view name) {
  if (equal_ignoring_case(name, "accept-encoding")) return kVariedCodings;
  if (equal_ignoring_case(name, "referer")) return kVariedReferer;
  if (equal_ignoring_case(name, "origin")) return kVariedOrigin;
  return 0;
}

/// Nothing: it names one that is not looked at.
std::optional<std::uint8_t> varied_fields(const Headers& answer) {
  std::uint8_t fields = 0;
  HeaderCursor cursor;
  for (std::string_view name; next_value(answer, "vary", false, cursor, name);) {
    const std::uint8_t field = field_of(name);
    if (field == 0) return std::nullopt;
    fields |= field;
  }
  return fields;
}

/// Before 3.0 an empty field is like none; since 3.2 there may be one only.
std::optional<std::string_view> single_value(const Headers& request, std::string_view name, Version version,
                                             bool& ambiguous) {
  const auto of_that_name = [name](const Header& header) { return equal_ignoring_case(header.name, name); };
  if (version >= Version::v3_2 && std::count_if(request.begin(), request.end(), of_that_name) > 1) ambiguous = true;
  const auto value = find_header(request, name);
  return value && value->empty() && version < Version::v3_0 ? std::nullopt : value;
}

std::optional<std::string> owned(std::optional<std::string_view> text) {
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

/// Where codings do not count there are none to take.
bool takes(const Preferences& preferences, std::uint32_t codings, std::uint8_t fields) {
  const std::uint32_t taken = (fields & kVariedCodings) != 0 ? preferences.codings : 0;
  return (codings & ~taken) == 0;
}

}  // namespace

Preferences preferences_of(const Headers& request, std::uint8_t fields, Version version) {
  Preferences preferences;
  bool& ambiguous = preferences.ambiguous;
  if ((fields & kVariedCodings) != 0) preferences.codings = accepted_codings(request);
  if ((fields & kVariedReferer) != 0) preferences.referer = single_value(request, "referer", version, ambiguous);
  if ((fields & kVariedOrigin) != 0) preferences.origin = single_value(request, "origin", version, ambiguous);
  return preferences;
}

std::optional<Variant> variant_of(const Headers& answer, const Preferences& preferences, Version version) {
  const auto fields = varied_fields(answer);
  if (!fields) return std::nullopt;
  Variant variant;
  variant.fields = *fields;
  if (variant.fields == 0) return variant;
  // Before 3.0 nothing is found again by Origin.
  if (preferences.ambiguous || (version < Version::v3_0 && (variant.fields & kVariedOrigin) != 0)) return std::nullopt;
  const bool by_codings = (variant.fields & kVariedCodings) != 0;
  if (by_codings || version < Version::v3_0) {
    const auto codings = codings_of(answer);
    if (!codings) return std::nullopt;
    if (by_codings) variant.codings = *codings;
  }
  if ((variant.fields & kVariedReferer) != 0) variant.referer = owned(preferences.referer);
  if ((variant.fields & kVariedOrigin) != 0) variant.origin = owned(preferences.origin);
  return variant;
}

bool suits(const Variant& variant, std::uint8_t fields, const Preferences& preferences, Version version) {
  if (fields == 0) return true;
  // Before 3.0 nothing is found by Referer alone.
  if (preferences.ambiguous || (version < Version::v3_0 && fields == kVariedReferer)) return false;
  return takes(preferences, variant.codings, fields) &&
         ((fields & kVariedReferer) == 0 || variant.referer == preferences.referer) &&
         ((fields & kVariedOrigin) == 0 || variant.origin == preferences.origin);
}

bool would_do(const Variant& kept, const Variant& answer, const Preferences& preferences) {
  return takes(preferences, kept.codings, answer.fields) && kept.referer == answer.referer &&
         kept.origin == answer.origin;
}

}  // namespace hapax::routing
