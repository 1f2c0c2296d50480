// Words with a small language of their own: `<x:str:KIND>` in a signature.
#pragma once

#include "config/typing/signature.hpp"

namespace hapax::config {

/// In lower case.
std::string lower(std::string_view text);

/// Whether a GUID may be made of it.
bool is_guid(std::string_view text);

/// Whether a word is what its kind asks for; kinds are the rows of texts.cpp. Reports, and returns false.
bool check_text(Reading& reading, const Place& place, std::string_view kind, const Word& word);

}  // namespace hapax::config
