// stick-table: type, size and what it stores.
#include "config/directives/stick_table.hpp"

#include <array>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

// What may be stored, and what stands in its parentheses: nothing, a period, or a number of elements.
struct Data {
  std::string_view name;
  char argument;  ///< ' ', 't' or 'n'
  Version since = Version::v2_6;
};
constexpr std::array kData{Data{"server_id", ' '},
                           Data{"server_key", ' '},
                           Data{"gpc", 'n'},
                           Data{"gpc_rate", 'b'},
                           Data{"gpc0", ' '},
                           Data{"gpc0_rate", 't'},
                           Data{"gpc1", ' '},
                           Data{"gpc1_rate", 't'},
                           Data{"gpt", 'n'},
                           Data{"gpt0", ' '},
                           Data{"conn_cnt", ' '},
                           Data{"conn_cur", ' '},
                           Data{"conn_rate", 't'},
                           Data{"sess_cnt", ' '},
                           Data{"sess_rate", 't'},
                           Data{"http_req_cnt", ' '},
                           Data{"http_req_rate", 't'},
                           Data{"http_err_cnt", ' '},
                           Data{"http_err_rate", 't'},
                           Data{"http_fail_cnt", ' '},
                           Data{"http_fail_rate", 't'},
                           Data{"bytes_in_cnt", ' '},
                           Data{"bytes_in_rate", 't'},
                           Data{"bytes_out_cnt", ' '},
                           Data{"bytes_out_rate", 't'},
                           Data{"glitch_cnt", ' ', Version::v3_0},
                           Data{"glitch_rate", 't', Version::v3_0}};

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> parts;
  std::size_t depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && list[i] == '(') ++depth;
    if (i < list.size() && list[i] == ')' && depth > 0) --depth;
    if (i == list.size() || (list[i] == ',' && depth == 0)) {
      parts.push_back(list.substr(start, i - start));
      start = i + 1;
    }
  }
  return parts;
}

// "gpc0_rate" of "gpc0_rate(1m)".
std::string_view name_of(std::string_view item) { return item.substr(0, item.find('(')); }

bool is_array_size(std::string_view text) {
  const auto size = syntax::parse_integer(text);
  return size && *size >= 1 && *size <= 100;
}

// "NUMBER,PERIOD"
bool is_array_rate(std::string_view text) {
  const std::size_t comma = text.find(',');
  return comma != std::string_view::npos && is_array_size(text.substr(0, comma)) &&
         syntax::parse_time(text.substr(comma + 1)).has_value();
}

// Behind a period HAProxy does not look.
bool fits(const Data& data, std::string_view argument) {
  if (data.argument == 'n') return is_array_size(argument);
  if (data.argument == 'b') return is_array_rate(argument);
  return syntax::parse_time(argument.substr(0, argument.find(','))).has_value();
}

bool refuse_open(Reading& reading, std::string_view name, Span span) {
  reading.error("table-data", span, fmt::format("the parenthesis behind {} is never closed", quote(name)),
                "write ')' behind the period or number");
  return false;
}

bool refuse_argument(Reading& reading, std::string_view name, Span span) {
  reading.error("table-data", span, fmt::format("{} takes nothing in parentheses", quote(name)),
                fmt::format("write {} alone", quote(name)));
  return false;
}

bool check_item(Reading& reading, std::string_view item, Span span) {
  const std::size_t open = item.find('(');
  const std::string_view name = item.substr(0, open);
  for (const Data& data : kData) {
    if (data.name != name || reading.target() < data.since) continue;
    if (data.argument == ' ') return open == std::string_view::npos || refuse_argument(reading, name, span);
    std::string_view argument = open == std::string_view::npos ? std::string_view() : item.substr(open + 1);
    // Behind the parenthesis HAProxy does not look.
    const std::size_t close = argument.find(')');
    if (open != std::string_view::npos && close == std::string_view::npos) return refuse_open(reading, name, span);
    argument = argument.substr(0, close);
    if (fits(data, argument)) return true;
    const bool count = data.argument == 'n';
    const bool both = data.argument == 'b';
    reading.error(
        "table-data", span,
        fmt::format("{} needs {} in parentheses", quote(name),
                    both ? "a number from 1 to 100 and a period" : (count ? "a number from 1 to 100" : "a period")),
        fmt::format("for example '{}({})'", name, both ? "2,10s" : (count ? "2" : "10s")));
    return false;
  }
  std::vector<std::string_view> names;
  names.reserve(std::size(kData));
  for (const Data& data : kData) names.push_back(data.name);
  Diagnostic& d = reading.error("table-data", span, fmt::format("a stick table cannot store {}", quote(name)));
  if (!offer_nearest(reading, d, name, names)) d.help.push_back("it can store " + join_or(names));
  return false;
}

// What a table stores so far, in the order of kData.
class Stored {
 public:
  // False: the item cannot stand beside another one, which was reported.
  bool add(Reading& reading, std::string_view name, Span span) {
    for (std::size_t i = 0; i < kData.size(); ++i) {
      if (kData[i].name != name) continue;
      if (has_[i])
        reading.warning("table-data-repeated", span, fmt::format("this table stores {} already", quote(name)),
                        "remove one of them; HAProxy keeps the first");
      has_[i] = true;
    }
    for (const auto& [array, single] : kReplaced) {
      if (name != array && name != single) continue;
      if (!has(array) || !has(single)) continue;
      reading.error("table-data", span, fmt::format("a table cannot store both {} and {}", quote(array), quote(single)),
                    fmt::format("keep {}: its elements 0 and 1 are what the older names mean", quote(array)));
      return false;
    }
    return true;
  }

 private:
  [[nodiscard]] bool has(std::string_view name) const {
    for (std::size_t i = 0; i < kData.size(); ++i)
      if (kData[i].name == name) return has_[i];
    return false;
  }

  // An array, and what its first elements were called before there were arrays.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kReplaced{
      {{"gpc", "gpc0"}, {"gpc", "gpc1"}, {"gpc_rate", "gpc0_rate"}, {"gpc_rate", "gpc1_rate"}, {"gpt", "gpt0"}}};
  std::array<bool, kData.size()> has_{};
};

// Any number but 0; up to 2.8 HAProxy takes what the word begins with.
bool check_key_length(Reading& reading, const Option& type) {
  const Arg* const length = type.arg("length");
  if (length == nullptr) return true;
  const std::string_view text = length->words[0].text;
  const bool whole = syntax::leading_integer(text).read == text.size();
  if (type.integer("length").value_or(0) != 0 && (whole || !reading.from(Version::v3_0))) return true;
  reading.error("invalid-number", length->span(), fmt::format("'len' expects the length of a key, not {}", quote(text)),
                "write a number of bytes, such as 32");
  return false;
}

}  // namespace

// A table of a peers section: its peers are the section's own.
void check_peer_table(Reading& reading, Directive& d) {
  if (const Option* const peers = d.option("peers")) {
    reading.error("unknown-option", peers->span(), "'table' takes no 'peers': it belongs to this section", "remove it");
    return;
  }
  if (const Directive* const first = namesake_above(reading, d); first != nullptr && reading.from(Version::v3_0)) {
    Diagnostic& found = reading.error("duplicate-name", d.span,
                                      fmt::format("there is a table {} in this section already", quote(d.text("name"))),
                                      "give it another name");
    found.related.push_back({first->span, "the first"});
    return;
  }
  check_stick_table(reading, d);
}

bool table_stores(const Directive& table, std::string_view data) {
  for (const Option& o : table.options()) {
    if (o.name() != "store") continue;
    for (const std::string_view item : split(o.text("data")))
      if (name_of(item) == data) return true;
  }
  return false;
}

void check_stick_table(Reading& reading, Directive& d) {
  Stored stored;
  for (const Option& o : d.options()) {
    if (o.name() != "store") continue;
    std::vector<std::string_view> items = split(o.text("data"));
    if (items.back().empty()) items.pop_back();
    for (const std::string_view item : items) {
      if (!check_item(reading, item, o.span())) return;
      if (!stored.add(reading, name_of(item), o.span())) return;
    }
  }
  const Option* const size = d.option("size");
  if (size == nullptr || size->size("size").value_or(1) == 0) {
    reading.error("table-without-size", d.span, "this stick table has no size",
                  "add 'size 100k' or another number of entries");
    return;
  }
  const Option* const type = d.option("type");
  if (type != nullptr && type->has("length") && type->text("type") != "string" && type->text("type") != "binary") {
    reading.error("unexpected-argument", type->arg("length")->span(),
                  fmt::format("keys of type {} have a length of their own", quote(type->text("type"))),
                  "remove 'len', which is for string and binary");
    return;
  }
  if (type != nullptr && !check_key_length(reading, *type)) return;
  if (type == nullptr)
    reading.error("table-without-type", d.span, "this stick table has no type of key",
                  "add 'type ip', 'type string len 64' ...");
}

}  // namespace hapax::config
