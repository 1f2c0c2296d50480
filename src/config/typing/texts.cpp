// One row a kind: a function that says whether a word fits, and what to write instead where it does not. Kinds that are
// not listed take any word.
#include "config/typing/texts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/syntax/address.hpp>
#include <hapax/syntax/value.hpp>

#include "config/regex.hpp"
#include "config/typing/cpu_map.hpp"
#include "config/typing/number_lists.hpp"

namespace hapax::config {
namespace {

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool made_of(std::string_view text, std::string_view marks) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_alnum(c) || marks.find(c) != std::string_view::npos; });
}

bool is_binary(std::string_view text, Version) {
  return text.size() % 2 == 0 && std::all_of(text.begin(), text.end(), is_hex);
}

bool is_file_mode(std::string_view text, Version) {
  if (text.size() > 1 && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return text.find_first_not_of("01234567") == std::string_view::npos;
}

bool is_node_name(std::string_view text, Version) { return made_of(text, "-_."); }

bool is_mark(std::string_view text, Version) { return is_c_number(text); }

template <std::size_t N>
bool each_is(std::string_view list, const std::array<std::string_view, N>& words, bool empty_fits) {
  while (true) {
    const std::size_t comma = list.find(',');
    const std::string_view item = list.substr(0, comma);
    if (!(item.empty() && empty_fits) && std::find(words.begin(), words.end(), item) == words.end()) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

bool are_proxy_options(std::string_view text, Version) {
  constexpr std::array<std::string_view, 8> kWords{"ssl",      "cert-cn",   "ssl-cipher", "cert-sig",
                                                   "cert-key", "authority", "crc32c",     "unique-id"};
  return each_is(text, kWords, false);
}

bool are_resolve_options(std::string_view text, Version) {
  constexpr std::array<std::string_view, 3> kWords{"allow-dup-ip", "ignore-weight", "prevent-dup-ip"};
  return each_is(text, kWords, true);
}

bool are_poll_events(std::string_view text, Version) {
  constexpr std::array<std::string_view, 3> kWords{"err", "hup", "rdhup"};
  return each_is(text, kWords, false);
}

bool are_log_steps(std::string_view text, Version) {
  constexpr std::array<std::string_view, 9> kWords{"accept",    "request",  "connect",  "response",      "close",
                                                   "quic-init", "http-req", "http-res", "http-after-res"};
  return text == "all" || each_is(text, kWords, false);
}

bool is_challenge(std::string_view text, Version) {
  const std::string word = lower(text);
  return word == "http-01" || word == "dns-01";
}

bool is_on_or_off(std::string_view text, Version) {
  const std::string word = lower(text);
  return word == "on" || word == "off";
}

bool is_hash_function(std::string_view text, Version target) {
  constexpr std::array<std::string_view, 4> kWords{"sdbm", "djb2", "crc32", "wt6"};
  return (text == "none" && target >= Version::v2_8) || each_is(text, kWords, false);
}

bool is_source(std::string_view text, Version target) {
  if (text == "client" || text == "clientip") return true;
  if (text.starts_with("hdr_ip(")) {
    const std::size_t comma = text.find(',');
    return comma == std::string_view::npos || syntax::leading_integer(text.substr(comma + 1)).value >= -10;
  }
  const auto address = syntax::parse_address(text, target);
  return address && address->host_kind != syntax::HostKind::impossible &&
         (text.find_first_of(".:*/@") != std::string_view::npos || address->host_kind == syntax::HostKind::old_ipv4);
}

// "cubic", and the largest window in parentheses.
bool is_congestion(std::string_view text, Version target) {
  std::string_view name = text.substr(0, text.find('('));
  if (target < Version::v3_2) name = name.substr(0, name.find('-'));
  const bool known =
      name == "cubic" || name == "newreno" || name == "nocc" || (name == "bbr" && target >= Version::v3_2);
  const std::size_t open = text.find('(');
  if (!known || open == std::string_view::npos) return known;
  if (text.back() != ')') return false;
  const auto size = syntax::parse_size(text.substr(open + 1, text.size() - open - 2));
  if (open + 2 == text.size()) return target >= Version::v3_2;
  return size && *size >= 10240;
}

bool are_capabilities(std::string_view text, Version) {
  constexpr std::array<std::string_view, 4> kWords{"cap_net_raw", "cap_net_admin", "cap_net_bind_service",
                                                   "cap_sys_admin"};
  return each_is(text, kWords, false);
}

bool are_families(std::string_view text, Version) {
  constexpr std::array<std::string_view, 2> kWords{"ipv4", "ipv6"};
  return text == "auto" || each_is(text, kWords, false);
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> states) {
  return std::find(states.begin(), states.end(), text) != states.end();
}

struct Kind {
  std::string_view name;
  bool (*fits)(std::string_view, Version);
  std::string_view rule, help;
};

// Sorted by name.
constexpr std::array kKinds{
    Kind{"binary", is_binary, "malformed-binary", "write an even number of hexadecimal digits, such as '0d0a'"},
    Kind{"cache-name", [](std::string_view t, Version) { return t != "if" && t != "unless"; }, "missing-argument",
         "write the name of a cache section before the condition"},
    Kind{"capabilities", are_capabilities, "invalid-choice",
         "list cap_net_raw, cap_net_admin, cap_net_bind_service and cap_sys_admin, separated by commas"},
    Kind{"challenge", is_challenge, "invalid-choice", "it can be http-01 or dns-01"},
    Kind{"check-error",
         [](std::string_view t, Version) {
           return is_one_of(t, {"L4CON", "L6RSP", "L7RSP", "L7STS"});
         },
         "invalid-choice", "it can be L4CON, L6RSP, L7RSP or L7STS"},
    Kind{"check-ok",
         [](std::string_view t, Version) {
           return is_one_of(t, {"L4OK", "L6OK", "L7OK", "L7OKC"});
         },
         "invalid-choice", "it can be L4OK, L6OK, L7OK or L7OKC"},
    Kind{"check-post", [](std::string_view t, Version) { return t == "check_post"; }, "invalid-choice",
         "only 'check_post' can stand here"},
    Kind{"check-timeout",
         [](std::string_view t, Version) {
           return is_one_of(t, {"L4TOUT", "L6TOUT", "L7TOUT"});
         },
         "invalid-choice", "it can be L4TOUT, L6TOUT or L7TOUT"},
    Kind{"congestion", is_congestion, "invalid-choice", "it can be cubic, newreno or nocc, as in 'cubic(1m)'"},
    Kind{"cpu-set", is_cpu_set, "invalid-number", "write CPU numbers and ranges from 0 to 1023, such as '0-3'"},
    Kind{"curve",
         [](std::string_view t, Version) {
           return is_one_of(t, {"P-256", "P-384", "P-521", "prime256v1", "secp256r1", "secp384r1", "secp521r1"});
         },
         "invalid-choice", "it can be P-256, P-384 or P-521"},
    Kind{"error-ids", are_error_ids, "invalid-choice",
         "write 'all', or numbers and X509_V_ERR_ names, separated by commas"},
    Kind{"families", are_families, "invalid-choice", "list ipv4 and ipv6, or write 'auto'"},
    Kind{"file-mode", is_file_mode, "invalid-number", "write an octal number such as '660'"},
    Kind{"group-threads", are_group_threads, "invalid-number", "write numbers and ranges of threads such as '1-4'"},
    Kind{"guid", [](std::string_view t, Version) { return is_guid(t); }, "bad-name-character",
         "it is made of letters, digits, '-', '_', '.' and ':'"},
    Kind{"hash-function", is_hash_function, "invalid-choice", "it can be sdbm, djb2, crc32, wt6, or from 2.8 on none"},
    Kind{"hash-modifier", [](std::string_view t, Version) { return t == "avalanche"; }, "invalid-choice",
         "only 'avalanche' can stand behind the function"},
    Kind{"init-addr", are_init_methods, "invalid-choice",
         "list 'last', 'libc', 'none' or an IP address, separated by commas"},
    Kind{"log-steps", are_log_steps, "invalid-choice",
         "list accept, request, connect, response, close, quic-init, http-req, http-res, http-after-res, or write "
         "'all'"},
    Kind{"mark", is_mark, "invalid-number", "write a number, or a hexadecimal one such as '0x1f'"},
    Kind{"mss", is_mss, "value-out-of-range", "write a number between 1 and 65535, or the same below zero"},
    Kind{"mysql-version",
         [](std::string_view t, Version) {
           return is_one_of(t, {"post-41", "pre-41"});
         },
         "invalid-choice", "it can be post-41 or pre-41"},
    Kind{"networks", are_networks, "invalid-address", "write networks such as '10.0.0.0/8', separated by commas"},
    Kind{"node", is_node_name, "bad-name-character", "it is made of letters, digits, '-', '_' and '.'"},
    Kind{"on-off", is_on_or_off, "invalid-choice", "it can be on or off"},
    Kind{"poll-events", are_poll_events, "invalid-choice", "list err, hup and rdhup, separated by commas"},
    Kind{"process-threads", are_process_threads, "invalid-number",
         "write 'all', 'odd', 'even' or '1', and behind a '/' which of its threads: '1/1-4'"},
    Kind{"processes", are_processes, "invalid-number", "write 'all', 'odd', 'even' or '1'"},
    Kind{"proxy-options", are_proxy_options, "invalid-choice",
         "list ssl, cert-cn, ssl-cipher, cert-sig, cert-key, authority, crc32c and unique-id, separated by commas"},
    Kind{"resolve-options", are_resolve_options, "invalid-choice",
         "list allow-dup-ip, ignore-weight and prevent-dup-ip, separated by commas"},
    Kind{"ring-size", is_ring_size, "invalid-size", "write a number of bytes such as 32768"},
    Kind{"shards", is_shards, "value-out-of-range", "write 'by-thread', 'by-group', or a number of shards"},
    Kind{"source", is_source, "invalid-address",
         "write an address, 'client', 'clientip', or 'hdr_ip(NAME,OCCURRENCE)' with an occurrence of -10 or more"},
    Kind{"status-ranges", are_status_ranges, "invalid-number",
         "write codes or ranges such as '400-499', with '+' or '-' before them"},
    Kind{"thread-map", is_thread_map, "invalid-number",
         "write 'all', 'odd', 'even', a number from 1 to 64, or a range such as '1-4'"},
    Kind{"threads", are_threads, "invalid-number",
         "write 'all', 'odd', 'even', numbers or ranges such as '1-4', after a group as '1/1-4'"},
};
static_assert(std::is_sorted(kKinds.begin(), kKinds.end(),
                             [](const Kind& a, const Kind& b) { return a.name < b.name; }));

}  // namespace

std::string lower(std::string_view text) {
  std::string word(text);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word;
}

bool is_guid(std::string_view text) {
  constexpr std::size_t kLongest = 127;
  return text.size() <= kLongest && made_of(text, "-_.:");
}

bool check_text(Reading& reading, const Place& place, std::string_view kind, const Word& word) {
  if (kind == "str") return true;
  if (kind == "regex") return check_regex(reading, word.text, word.span);
  const auto it = std::lower_bound(kKinds.begin(), kKinds.end(), kind,
                                   [](const Kind& k, std::string_view name) { return k.name < name; });
  if (it == kKinds.end() || it->name != kind || it->fits(word.text, reading.target())) return true;
  reading.error(it->rule, word.span, fmt::format("{} does not take {}", quote(place.owner), quote(word.text)),
                std::string(it->help));
  return false;
}

}  // namespace hapax::config
