// How a word of HAProxy's language is written, for people.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <hapax/config/keyword.hpp>

namespace hapax::config {

/// `errorfile <status> <file>`, `option httpchk [<method>]`: the word and its arguments. What may be left out stands in
/// `[...]`, one of several words in `{a|b}`, and behind what may be repeated `...`.
std::string usage(std::string_view name, std::span<const Param> params);

/// What an argument has to be, "a whole number from 1 to 65535"; empty for names and plain words.
std::string meaning(const Param& param);

}  // namespace hapax::config
