// The vocabulary that the model can express: every sample fetch, converter and action that routing knows how to
// evaluate, one row each. A name that has no row here is not modelled, and the compiler says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hapax::model {

/// Rows: HAPAX_FETCH(identifier, "name in a configuration"). Aliases of HAProxy (req.hdr and hdr) map to one
/// identifier.
enum class FetchId : std::uint16_t {
#define HAPAX_FETCH(id, name) id,
#include <hapax/model/fetches.inc>
#undef HAPAX_FETCH
  count
};

enum class ConverterId : std::uint16_t {
#define HAPAX_CONVERTER(id, name) id,
#include <hapax/model/converters.inc>
#undef HAPAX_CONVERTER
  count
};

enum class ActionId : std::uint16_t {
#define HAPAX_ACTION(id, name) id,
#include <hapax/model/actions.inc>
#undef HAPAX_ACTION
  count
};

/// The identifier of a name as written in a configuration; nothing when it is not modelled.
std::optional<FetchId> find_fetch(std::string_view name);
std::optional<ConverterId> find_converter(std::string_view name);
std::optional<ActionId> find_action(std::string_view name);

/// The canonical name.
std::string_view to_string(FetchId id);
std::string_view to_string(ConverterId id);
std::string_view to_string(ActionId id);

}  // namespace hapax::model
