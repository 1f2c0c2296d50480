// Times, sizes and numbers of a word as the model wants them. A word that is wrong has its finding from config already;
// here it just has no value.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <hapax/model/model.hpp>
#include <hapax/syntax/value.hpp>

namespace hapax::compile {

inline std::optional<model::Nanoseconds> time_value(std::string_view text,
                                                    syntax::TimeUnit unit = syntax::TimeUnit::ms) {
  const auto time = syntax::parse_time(text, unit);
  if (!time) return std::nullopt;
  return static_cast<model::Nanoseconds>(time->value * syntax::microseconds(unit)) * 1000;
}

inline std::int64_t integer_value(std::string_view text) { return syntax::leading_integer(text).value; }

inline std::optional<std::uint64_t> size_value(std::string_view text) {
  const auto size = syntax::parse_size(text);
  if (!size) return std::nullopt;
  return *size;
}

}  // namespace hapax::compile
