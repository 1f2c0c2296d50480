#include <hapax/model/json.hpp>

#include "model/format/codec.hpp"

namespace hapax::model {
namespace {

// A table with one element a line, everything else on the line of its name.
std::string member_text(const Json& value) {
  if (!value.is_array() || value.empty()) return value.dump();
  std::string text = "[";
  for (std::size_t i = 0; i < value.size(); ++i) text += (i == 0 ? "\n    " : ",\n    ") + value[i].dump();
  return text + "\n  ]";
}

}  // namespace

std::string to_json(const RoutingModel& model) {
  const Json members = Codec<RoutingModel>::write(model);
  std::string text = "{\n  \"version\": " + std::to_string(kFormatVersion);
  for (const auto& [name, value] : members.items()) text += ",\n  \"" + name + "\": " + member_text(value);
  return text + "\n}\n";
}

}  // namespace hapax::model
