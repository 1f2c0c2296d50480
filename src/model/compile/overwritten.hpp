// Expressions of which HAProxy overwrites a value while it still reads it. What comes of that is its own.
#pragma once

#include <optional>
#include <string_view>

#include <hapax/model/model.hpp>

namespace hapax::compile {

struct Overwriting {
  std::string_view converter;
  std::string_view why;
};

/// The first converter of an expression whose result, or whose input, does not last. Nothing when there is none.
std::optional<Overwriting> find_overwriting(const model::RoutingModel& model, model::FetchId fetch,
                                            model::Range arguments, model::Range chain);

}  // namespace hapax::compile
