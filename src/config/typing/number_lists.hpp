// Lists of numbers and addresses inside of one word, in the dialects of the options that take them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <hapax/base/version.hpp>

namespace hapax::config {

/// Whether `fits` holds for each item between commas; it is not asked behind the first that does not.
template <class Fits>
bool all_items(std::string_view list, Fits fits) {
  while (true) {
    const std::size_t comma = list.find(',');
    if (!fits(list.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

/// A number of digits alone, too short to overflow; nothing else.
std::optional<long> plain_number(std::string_view text);

/// "10", "-1", "0x1f", "010": what C's strtoul() reads to the end with base 0.
bool is_c_number(std::string_view text);

/// Threads of a bind line: "1-4", "1/all", from 2.8 on lists of them.
bool are_threads(std::string_view text, Version target);

/// Processes of bind-process: "all", "1".
bool are_processes(std::string_view text, Version target);

/// Processes of a bind line and which of their threads: "all", "1", "1/all".
bool are_process_threads(std::string_view text, Version target);

/// Threads of thread-group.
bool are_group_threads(std::string_view text, Version target);

/// An MSS: 1 to 65535, or the same below zero.
bool is_mss(std::string_view text, Version target);

/// The size of a ring.
bool is_ring_size(std::string_view text, Version target);

/// "by-thread", "by-group", or a number.
bool is_shards(std::string_view text, Version target);

/// Methods of init-addr.
bool are_init_methods(std::string_view text, Version target);

/// "10.0.0.0/8,2001:db8::/32"
bool are_networks(std::string_view text, Version target);

/// Certificate errors of ca-ignore-err.
bool are_error_ids(std::string_view text, Version target);

/// One word of http-err-codes: "400-499", "+404", "-404,408".
bool are_status_ranges(std::string_view text, Version target);

}  // namespace hapax::config
