// A sample: what a fetch finds and converters turn into something else. A small value; its text lives in the request,
// in the model or in the transaction's arena.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <hapax/model/names.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::routing {

using model::SampleType;

struct Sample {
  SampleType type = SampleType::string;    ///< never any, never address: what it really is
  std::int64_t number = 0;                 ///< boolean (0, 1), integer; kUnknownMethod of such a method
  std::string_view text;                   ///< string, binary, method
  std::array<std::uint8_t, 16> address{};  ///< ipv4 (the first four bytes), ipv6; network order

  /// The request came with a method that HAProxy does not know: even when a rule gave it a known name, it is not that
  /// one.
  static constexpr std::int64_t kUnknownMethod = 1;

  void set_boolean(bool value) {
    type = SampleType::boolean;
    number = value ? 1 : 0;
  }
  void set_integer(std::int64_t value) {
    type = SampleType::integer;
    number = value;
  }
  void set_string(std::string_view value) {
    type = SampleType::string;
    text = value;
  }
  void set_binary(std::string_view value) {
    type = SampleType::binary;
    text = value;
  }
  /// False, and the sample untouched, when it is no IP address.
  bool set_address(const Address& value);

  [[nodiscard]] bool is_text() const { return type >= SampleType::string; }
};

/// Turns the sample into type `to` as HAProxy does on its own between a fetch, a converter and a pattern. False: there
/// is no such conversion, or this value has none; then there is no sample.
bool cast(Sample& sample, SampleType to, Arena& arena);

/// Is there a conversion at all?
bool castable(SampleType from, SampleType to);

/// The sample as people read it: "/admin", 12, true, 10.0.0.1.
std::string describe(const Sample& sample);

/// What goes into hashes: text as it is, an integer or boolean as 8 bytes big-endian, addresses as 4 or 16 bytes.
std::string_view binary_form(const Sample& sample, Arena& arena);

}  // namespace hapax::routing
