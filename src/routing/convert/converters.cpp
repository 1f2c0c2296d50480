#include "routing/convert/converters.hpp"

#include <array>

#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using Table = std::array<ConvertFunction, static_cast<std::size_t>(model::ConverterId::count)>;

Table gather() {
  Table table{};
  for (const auto entries :
       {text_converters(), split_converters(), map_converters(), number_converters(), encoding_converters(),
        json_converters(), forwarded_converters(), protobuf_converters(), fix_converters(), mqtt_converters(),
        certificate_converters(), condition_converters(), token_converters(), cipher_converters(), hash_converters(),
        time_converters(), http_date_converters(), state_converters(), table_converters()}) {
    for (const ConverterEntry& entry : entries) table[static_cast<std::size_t>(entry.id)] = entry.function;
  }
  return table;
}

}  // namespace

ConvertFunction convert_function(model::ConverterId id) {
  static const Table kTable = gather();
  return kTable[static_cast<std::size_t>(id)];
}

bool operand(const Arg& arg, Context& context, std::int64_t& value) {
  if (arg.kind != Arg::Kind::variable) {
    value = arg.number;
    return true;
  }
  const Sample* held = read_variable(arg.index, context);
  if (held == nullptr) return false;
  Sample number = *held;
  if (!cast(number, SampleType::integer, context.arena)) return false;
  value = number.number;
  return true;
}

}  // namespace hapax::routing
