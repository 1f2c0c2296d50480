// Converters: one function each, gathered from the files of this folder into one table. The sample comes in with the
// type that the converter's row names (cast already), and goes out with what the row promises.
#pragma once

#include <span>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

struct ConverterEntry {
  model::ConverterId id;
  ConvertFunction function;
};

/// The function of every converter; null for one that no file defines (a test makes sure that there is none).
ConvertFunction convert_function(model::ConverterId id);

std::span<const ConverterEntry> text_converters();
std::span<const ConverterEntry> split_converters();
std::span<const ConverterEntry> map_converters();
std::span<const ConverterEntry> number_converters();
std::span<const ConverterEntry> encoding_converters();
std::span<const ConverterEntry> json_converters();
std::span<const ConverterEntry> hash_converters();
std::span<const ConverterEntry> token_converters();
std::span<const ConverterEntry> cipher_converters();
std::span<const ConverterEntry> forwarded_converters();
std::span<const ConverterEntry> protobuf_converters();
std::span<const ConverterEntry> fix_converters();
std::span<const ConverterEntry> mqtt_converters();
std::span<const ConverterEntry> certificate_converters();
std::span<const ConverterEntry> condition_converters();
std::span<const ConverterEntry> time_converters();
std::span<const ConverterEntry> http_date_converters();
std::span<const ConverterEntry> state_converters();
std::span<const ConverterEntry> table_converters();

/// An operand: a number, or a variable that holds one. False: the variable is not set or is no number.
bool operand(const Arg& arg, Context& context, std::int64_t& value);

}  // namespace hapax::routing
