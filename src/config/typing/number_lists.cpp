// HAProxy reads each of these by a reader of its own, so that what one takes, another refuses: an empty item here, a
// range that runs backwards there.
#include "config/typing/number_lists.hpp"

#include <arpa/inet.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

namespace hapax::config {
namespace {

// The longest plain number that any of these options could mean.
constexpr std::size_t kMostDigits = 9;

bool is_ip(std::string_view text) {
  unsigned char room[16];
  const std::string host(text);
  return inet_pton(AF_INET, host.c_str(), room) == 1 || inet_pton(AF_INET6, host.c_str(), room) == 1;
}

// "3" or "1-4", each end between `least` and `most`.
bool is_range(std::string_view text, long least, long most) {
  const std::size_t dash = text.find('-');
  const auto first = plain_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : plain_number(text.substr(dash + 1));
  return first && last && *first >= least && *first <= most && *last >= least && *last <= most;
}

// The same, or a range that is open at its end: "3-".
bool is_open_range(std::string_view text, long least, long most) {
  const bool open = text.find('-') + 1 == text.size();
  return is_range(open ? text.substr(0, text.size() - 1) : text, least, most);
}

bool is_set_name(std::string_view text) { return text == "all" || text == "odd" || text == "even"; }

long most_threads(Version target) {
  if (target >= Version::v3_2) return 1024;
  return target >= Version::v3_0 ? 256 : 64;
}

}  // namespace

std::optional<long> plain_number(std::string_view text) {
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return std::strtol(std::string(text).c_str(), nullptr, 10);
}

bool is_c_number(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  std::strtoul(copy.c_str(), &end, 0);
  return !copy.empty() && *end == '\0';
}

bool are_threads(std::string_view text, Version target) {
  std::optional<bool> all_grouped;
  const auto is_item = [&](std::string_view item) {
    const std::size_t slash = item.find('/');
    const bool grouped = slash != std::string_view::npos;
    if (!item.empty() && all_grouped.value_or(grouped) != grouped) return false;
    if (!item.empty()) all_grouped = grouped;
    if (grouped) {
      const auto group = plain_number(item.substr(0, slash));
      if (!group || (target < Version::v2_8 && *group != 1)) return false;
      item.remove_prefix(slash + 1);
    }
    if (is_set_name(item) || (item.empty() && target >= Version::v2_8)) return true;
    // From 2.8 on a range may be open at its beginning, too: "-4", "-".
    const std::string open_range = item.starts_with('-') && target >= Version::v2_8 ? fmt::format("1{}", item) : "";
    return is_open_range(open_range.empty() ? item : open_range, 1, grouped ? 64 : most_threads(target));
  };
  return target >= Version::v2_8 ? all_items(text, is_item) : is_item(text);
}

bool are_processes(std::string_view text, Version) { return is_set_name(text) || is_open_range(text, 1, 1); }

bool are_process_threads(std::string_view text, Version target) {
  const std::size_t slash = text.find('/');
  if (!are_processes(text.substr(0, slash), target)) return false;
  const std::string_view threads = slash == std::string_view::npos ? "all" : text.substr(slash + 1);
  return is_set_name(threads) || is_open_range(threads, 1, 64);
}

bool are_group_threads(std::string_view text, Version target) { return is_range(text, 1, most_threads(target)); }

bool is_mss(std::string_view text, Version) {
  const auto size = syntax::leading_integer(text).value;
  return size != 0 && size >= -65535 && size <= 65535;
}

bool is_ring_size(std::string_view text, Version target) {
  if (target >= Version::v3_2) {
    const auto size = syntax::parse_size(text, UINT64_MAX);
    return size && *size != 0;
  }
  if (target >= Version::v3_0 && syntax::leading_integer(text).value < 0) return false;
  return syntax::leading_integer(text).value != 0;
}

bool is_shards(std::string_view text, Version target) {
  if (text == "by-thread" || (text == "by-group" && target >= Version::v2_8)) return true;
  const auto count = syntax::leading_integer(text).value;
  return count >= 1 && count <= most_threads(target);
}

bool are_init_methods(std::string_view text, Version) {
  return all_items(text, [](std::string_view item) {
    return item.empty() || item == "last" || item == "libc" || item == "none" || is_ip(item);
  });
}

bool are_networks(std::string_view text, Version) {
  return all_items(text, [](std::string_view item) {
    const std::size_t slash = item.find('/');
    const std::string_view host = item.substr(0, slash);
    if (!is_ip(host)) return false;
    if (slash == std::string_view::npos) return true;
    const std::string_view mask = item.substr(slash + 1);
    const bool v6 = host.find(':') != std::string_view::npos;
    const auto length = plain_number(mask);
    return length ? *length <= (v6 ? 128 : 32) : (!v6 && is_ip(mask));
  });
}

bool are_error_ids(std::string_view text, Version target) {
  if (text == "all") return true;
  const bool later = target >= Version::v2_8;
  return all_items(text, [later](std::string_view item) {
    if (item.starts_with("X509_V_ERR_")) return later;
    // From 2.8 on an item may be empty, and a number begins with a digit.
    if (later && (item.empty() || item[0] < '0' || item[0] > '9')) return item.empty();
    const auto id = syntax::leading_integer(item);
    return id.read > 0 && id.value >= 1 && id.value <= 94;
  });
}

bool are_status_ranges(std::string_view text, Version) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  return all_items(text, [](std::string_view item) {
    const std::size_t dash = item.find('-');
    if (dash != std::string_view::npos && dash + 1 == item.size()) item.remove_suffix(1);
    if (!is_range(item, 100, 599)) return false;
    const auto last = dash + 1 < item.size() ? plain_number(item.substr(dash + 1)) : std::nullopt;
    return !last || *plain_number(item.substr(0, dash)) <= *last;
  });
}

}  // namespace hapax::config
