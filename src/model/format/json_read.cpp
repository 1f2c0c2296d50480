#include <hapax/model/json.hpp>

#include "model/format/codec.hpp"

namespace hapax::model {

Result<RoutingModel> from_json(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return fail("the routing model is not JSON");
  if (!json.is_object()) return fail("/: needs an object");
  const auto version = json.find("version");
  if (version == json.end()) return fail("/: there is no 'version'");
  if (*version != kFormatVersion) {
    return fail("/version: " + version->dump() + " is not a version of the routing model that is understood here (" +
                std::to_string(kFormatVersion) + ")");
  }
  json.erase(version);

  RoutingModel model;
  ReadState state;
  if (!Codec<RoutingModel>::read(json, model, state)) return fail(state.error());
  if (auto dangling = dangling_index(model)) return fail(std::move(*dangling));
  return model;
}

}  // namespace hapax::model
