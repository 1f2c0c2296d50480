// `normalize-uri`: the ways of writing one target that are brought to one form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <hapax/base/version.hpp>

namespace hapax::routing {

/// The target after the normalizer of that name with its option (`full`, `strict`); nothing when the target is invalid
/// in the strict sense: the request is bad then.
std::optional<std::string> normalize(std::string_view normalizer, std::string_view option, std::string_view target,
                                     Version version);

}  // namespace hapax::routing
