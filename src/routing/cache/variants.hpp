// Several answers of one key in a cache with `process-vary on`: which of them is for which request.
//
// Of what `Vary` may name, Accept-Encoding, Referer and Origin are looked at; an answer that varies by anything else is
// not kept. The first answer of a key says which fields count for all of them. An answer suits whoever takes all of its
// codings, whatever he prefers, and comes with the same Referer and Origin; one that does not vary by a field that
// counts is for requests without it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <hapax/base/version.hpp>

#include "routing/http/headers.hpp"

namespace hapax::routing {

/// Fields that `Vary` names, as bits.
enum VariedField : std::uint8_t { kVariedCodings = 1, kVariedReferer = 2, kVariedOrigin = 4 };
constexpr std::uint8_t kEverythingVaried = kVariedCodings | kVariedReferer | kVariedOrigin;

/// What a request says of itself.
struct Preferences {
  std::uint32_t codings = 0;  ///< that it takes, as bits
  std::optional<std::string_view> referer;
  std::optional<std::string_view> origin;
  bool ambiguous = false;  ///< no answer that varies is for it, or kept of it
};

/// What an answer asks of requests.
struct Variant {
  std::uint8_t fields = 0;    ///< VariedField; 0: it is for all
  std::uint32_t codings = 0;  ///< that its content has, as bits
  std::optional<std::string> referer;
  std::optional<std::string> origin;
};

/// Of these fields; others count as not there.
Preferences preferences_of(const Headers& request, std::uint8_t fields, Version version);

/// What an answer to such a request is good for; nothing when it is not to be kept.
std::optional<Variant> variant_of(const Headers& answer, const Preferences& preferences, Version version);

/// `fields`: those that count.
bool suits(const Variant& variant, std::uint8_t fields, const Preferences& preferences, Version version);

/// What is kept would do for the request that got `answer`, by the fields of that answer.
bool would_do(const Variant& kept, const Variant& answer, const Preferences& preferences);

}  // namespace hapax::routing
