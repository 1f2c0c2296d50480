#include "config/samples/special_arguments.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <vector>

#include <openssl/evp.h>

#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>
#include <hapax/config/by_row.hpp>
#include <hapax/syntax/value.hpp>

#include "config/actions/actions.hpp"
#include "config/pattern_files.hpp"
#include "config/samples/acl.hpp"
#include "config/samples/message_fields.hpp"
#include "config/typing/number_lists.hpp"

namespace hapax::config {
namespace {

Span span(const CallPlace& place, std::size_t index) {
  const syntax::Argument& a = place.arguments[index];
  return place.text.span(a.offset, a.length);
}

bool check_unit(Reading& reading, const Keyword& row, const CallPlace& place, std::size_t index) {
  if (place.arguments.size() <= index) return true;
  const std::string_view unit = place.arguments[index].text;
  if (unit == "s" || unit == "ms" || unit == "us") return true;
  reading.error("call-arguments", span(place, index),
                fmt::format("{} knows the units s, ms and us, not {}", quote(row.name), quote(unit)),
                "write one of them, or no comma behind the offset");
  return false;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  for (const std::string_view each : list)
    if (word == each) return true;
  return false;
}

using Fits = bool (*)(const Reading&, std::string_view);

bool has_ring(const Reading& reading, std::string_view name) {
  for (const Section* ring : reading.config().all(SectionKind::ring))
    if (ring->name == name) return true;
  return false;
}

bool is_variable(const Reading&, std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot + 1 == text.size()) return false;
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '.'; };
  if (!std::all_of(text.begin(), text.end(), fits)) return false;
  return is_one_of(text.substr(0, dot), {"proc", "sess", "txn", "req", "res", "check"});
}

bool is_number_or_variable(const Reading& reading, std::string_view text) {
  // A number that is too great is the greatest one.
  return (!text.empty() && syntax::leading_integer(text).read == text.size()) || is_variable(reading, text);
}

bool is_hex_text(const Reading&, std::string_view text) {
  return !text.empty() && text.size() % 2 == 0 &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_base64(std::string_view text) {
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '+' || c == '/'; });
}

bool is_key(const Reading& reading, std::string_view text) {
  return is_variable(reading, text) || (text.size() % 4 == 0 && is_base64(text));
}

bool is_digest(const Reading&, std::string_view text) {
  return EVP_get_digestbyname(std::string(text).c_str()) != nullptr;
}

bool is_protobuf_type(const Reading&, std::string_view text) {
  return is_one_of(text, {"int32", "uint32", "sint32", "int64", "uint64", "sint64", "bool", "enum", "double", "fixed64",
                          "sfixed64", "float", "fixed32", "sfixed32"});
}

bool is_field_path(const Reading&, std::string_view text) {
  return !text.empty() && text.back() != '.' && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

constexpr std::string_view kOffset = "a number, with a sign where it counts from behind the length";
bool is_offset(const Reading&, std::string_view text) {
  return text.find_first_not_of("0123456789", text.starts_with('-') || text.starts_with('+') ? 1 : 0) ==
         std::string_view::npos;
}

constexpr std::string_view kInt = "int, or nothing";
bool is_int(const Reading&, std::string_view text) { return text == "int"; }

constexpr std::string_view kPlace = "0 or more";
bool is_not_negative(const Reading&, std::string_view text) { return !text.starts_with('-'); }
bool is_capture(const Reading& reading, std::string_view text) {
  return !reading.from(Version::v3_2) || is_not_negative(reading, text);
}

constexpr std::string_view kLength = "a length of 1 or more";
bool is_not_zero(const Reading&, std::string_view text) { return syntax::leading_integer(text).value != 0; }

constexpr std::string_view kWordSize = "a number of bytes from 1 to 8";
bool is_word_size(const Reading&, std::string_view text) {
  const auto size = syntax::leading_integer(text).value;
  return size >= 1 && size <= 8;
}

constexpr std::string_view kFlag = "0 or 1";
bool is_flag(const Reading&, std::string_view text) {
  const auto value = syntax::leading_integer(text).value;
  return value == 0 || value == 1;
}

constexpr std::string_view kDateUnit = "s, ms or us";
bool is_date_unit(const Reading&, std::string_view text) { return is_one_of(text, {"s", "ms", "us"}); }

// A TLV of the PROXY protocol: one of its numbers, or the name of one.
bool is_tlv_type(const Reading&, std::string_view text) {
  for (const std::string_view known : {"ALPN", "AUTHORITY", "CRC32C", "NOOP", "UNIQUE_ID", "SSL", "SSL_VERSION",
                                       "SSL_CN", "SSL_CIPHER", "SSL_SIG_ALG", "SSL_KEY_ALG", "NETNS"})
    if (equal_ignoring_case(text, known)) return true;
  return is_c_number(text) && !text.starts_with('-') && std::strtoul(std::string(text).c_str(), nullptr, 0) <= 255;
}

bool is_chunk(const Reading&, std::string_view text) { return syntax::leading_integer(text).value > 0; }

bool is_set_condition(const Reading&, std::string_view text) { return is_variable_condition(text); }

// acl(NAME,!NAME): ACLs that stand above.
bool check_acl_names(Reading& reading, const CallPlace& place, std::size_t first) {
  for (std::size_t i = first; i < place.arguments.size(); ++i) {
    std::string_view name = place.arguments[i].text;
    if (name.starts_with('!')) name.remove_prefix(1);
    if (reading.acls.find(name) != nullptr || predefined_acl(name, reading.target())) continue;
    reading.error("unknown-acl", span(place, i), fmt::format("there is no ACL {} above in this section", quote(name)),
                  "declare it with 'acl' above this line");
    return false;
  }
  return true;
}

// What one argument of a fetch or converter must be. `needed`: it may not be left out.
struct Rule {
  std::string_view name;
  std::size_t index;
  bool needed;
  Fits fits;
  std::string_view help;
};

constexpr std::string_view kNumber = "a whole number, or a variable such as txn.x";
constexpr std::string_view kVariable = "a variable such as txn.x";
constexpr std::string_view kSetCondition =
    "a condition such as ifnotexists, ifexists, ifempty, ifnotempty, ifset, ifnotset, ifgt or iflt";
constexpr std::string_view kKey = "base64, or a variable such as txn.x";

constexpr Rule kRules[] = {
    {"bool", 0, true,
     [](const Reading&, std::string_view t) {
       return is_one_of(t, {"true", "false", "0", "1"});
     },
     "true, false, 0 or 1"},
    {"query", 0, false, [](const Reading&, std::string_view t) { return t == "with_qm"; }, "with_qm, or nothing"},
    {"debug", 1, false,
     [](const Reading& r, std::string_view t) {
       return r.from(Version::v3_2) || is_one_of(t, {"stdout", "stderr", "buf0"}) || has_ring(r, t);
     },
     "stdout, stderr, buf0 or a ring that is declared above"},
    {"bin", 0, true, is_hex_text, "an even number of hexadecimal digits"},
    {"fix_tag_value", 0, true, [](const Reading&, std::string_view t) { return is_fix_tag(t); },
     "the number of a tag, BeginString, BodyLength, MsgType, SenderCompID, TargetCompID or CheckSum"},
    {"mqtt_field_value", 0, true, [](const Reading&, std::string_view t) { return is_mqtt_packet(t); },
     "'connect' or 'connack': HAProxy reads only the first packets of a connection"},
    {"add", 0, false, is_number_or_variable, kNumber},
    {"sub", 0, false, is_number_or_variable, kNumber},
    {"mul", 0, false, is_number_or_variable, kNumber},
    {"div", 0, false, is_number_or_variable, kNumber},
    {"mod", 0, false, is_number_or_variable, kNumber},
    {"and", 0, false, is_number_or_variable, kNumber},
    {"or", 0, false, is_number_or_variable, kNumber},
    {"xor", 0, false, is_number_or_variable, kNumber},
    {"bytes", 0, true,
     [](const Reading& r, std::string_view t) {
       return is_number_or_variable(r, t) && (!t.starts_with('-') || !r.from(Version::v3_0));
     },
     "a number of bytes to leave out, 0 or more, or a variable such as txn.x"},
    {"bytes", 1, false,
     [](const Reading& r, std::string_view t) {
       return is_number_or_variable(r, t) && (!t.starts_with('-') || !r.from(Version::v3_0));
     },
     "a number of bytes, 1 or more, or a variable such as txn.x"},
    {"set-var", 1, false, is_set_condition, kSetCondition},
    {"set-var", 2, false, is_set_condition, kSetCondition},
    {"set-var", 3, false, is_set_condition, kSetCondition},
    {"when", 0, true,
     [](const Reading&, std::string_view t) {
       if (t.starts_with('!')) t.remove_prefix(1);
       return is_one_of(t, {"stopping", "normal", "error", "forwarded", "toapplet", "processed", "acl"});
     },
     "stopping, normal, error, forwarded, toapplet, processed or acl, with '!' before it for the opposite"},
    {"jwt_verify", 0, true,
     [](const Reading& r, std::string_view t) {
       if (is_variable(r, t) || t == "none") return true;
       const bool is_family =
           is_one_of(t.substr(0, 2), {"HS", "RS", "ES"}) || (t.starts_with("PS") && r.from(Version::v3_0));
       return t.size() == 5 && is_family && is_one_of(t.substr(2), {"256", "384", "512"});
     },
     "an algorithm such as HS256, RS256 or ES256, PS256 from 3.0 on, none, or a variable such as txn.x"},
    {"uuid", 0, false,
     [](const Reading& r, std::string_view t) { return t == "4" || (t == "7" && r.from(Version::v3_0)); },
     "4, or 7 from 3.0 on"},
    {"field", 0, true, [](const Reading&, std::string_view t) { return syntax::leading_integer(t).value != 0; },
     "a position, counted from 1 or from -1"},
    {"word", 0, true, [](const Reading&, std::string_view t) { return syntax::leading_integer(t).value != 0; },
     "a position, counted from 1 or from -1"},
    {"field", 1, true, [](const Reading&, std::string_view t) { return !t.empty(); }, "separators"},
    {"word", 1, true, [](const Reading&, std::string_view t) { return !t.empty(); }, "separators"},
    {"regsub", 2, false,
     [](const Reading&, std::string_view t) { return t.find_first_not_of("gi") == std::string_view::npos; },
     "the flags g and i"},
    {"concat", 1, false, is_variable, kVariable},
    {"add_item", 1, false, is_variable, kVariable},
    {"strcmp", 0, true, is_variable, kVariable},
    {"secure_memcmp", 0, true, is_variable, kVariable},
    {"json", 0, false,
     [](const Reading&, std::string_view t) {
       return is_one_of(t, {"ascii", "utf8", "utf8s", "utf8p", "utf8ps"});
     },
     "ascii, utf8, utf8s, utf8p or utf8ps"},
    {"json_query", 0, true, [](const Reading&, std::string_view t) { return !t.empty(); }, "a path such as $.name"},
    {"json_query", 1, false, is_int, kInt},
    {"jwt_header_query", 1, false, is_int, kInt},
    {"jwt_payload_query", 1, false, is_int, kInt},
    {"be2dec", 2, false, is_flag, kFlag},
    {"be2hex", 2, false, is_flag, kFlag},
    {"le2dec", 2, false, is_flag, kFlag},
    {"sha2", 0, false,
     [](const Reading&, std::string_view t) {
       return is_one_of(t, {"224", "256", "384", "512"});
     },
     "224, 256, 384 or 512"},
    {"digest", 0, true, is_digest, "the name of a digest such as sha256"},
    {"hmac", 0, true, is_digest, "the name of a digest such as sha256"},
    {"hmac", 1, false, is_key, kKey},
    {"aes_gcm_dec", 0, true,
     [](const Reading&, std::string_view t) {
       return is_one_of(t, {"128", "192", "256"});
     },
     "128, 192 or 256"},
    {"aes_gcm_enc", 0, true,
     [](const Reading&, std::string_view t) {
       return is_one_of(t, {"128", "192", "256"});
     },
     "128, 192 or 256"},
    {"aes_gcm_dec", 1, false, is_key, kKey},
    {"aes_gcm_dec", 2, false, is_key, kKey},
    {"aes_gcm_dec", 3, false, is_variable, kVariable},
    {"aes_gcm_enc", 1, false, is_key, kKey},
    {"aes_gcm_enc", 2, false, is_key, kKey},
    {"aes_gcm_enc", 3, false, is_variable, kVariable},
    {"be2dec", 1, true, is_word_size, kWordSize},
    {"le2dec", 1, true, is_word_size, kWordSize},
    {"ungrpc", 0, true, is_field_path, "field numbers such as 1.2"},
    {"protobuf", 0, true, is_field_path, "field numbers such as 1.2"},
    {"ungrpc", 1, false, is_protobuf_type, "a type of protocol buffers such as int32"},
    {"protobuf", 1, false, is_protobuf_type, "a type of protocol buffers such as int32"},
    {"url_enc", 0, false, [](const Reading&, std::string_view t) { return t == "query"; }, "query, or nothing"},
    {"distcc_body", 0, true, [](const Reading&, std::string_view t) { return t.size() == 4; },
     "a token of 4 characters"},
    {"distcc_param", 0, true, [](const Reading&, std::string_view t) { return t.size() == 4; },
     "a token of 4 characters"},
    {"req.payload_lv", 0, true, is_not_negative, kPlace},
    {"res.payload_lv", 0, true, is_not_negative, kPlace},
    {"payload_lv", 0, true, is_not_negative, kPlace},
    {"req.payload_lv", 1, true, is_not_zero, kLength},
    {"res.payload_lv", 1, true, is_not_zero, kLength},
    {"payload_lv", 1, true, is_not_zero, kLength},
    {"capture.req.hdr", 0, true, is_capture, kPlace},
    {"capture.res.hdr", 0, true, is_capture, kPlace},
    {"req.payload_lv", 2, false, is_offset, kOffset},
    {"res.payload_lv", 2, false, is_offset, kOffset},
    {"payload_lv", 2, false, is_offset, kOffset},
    {"accept_date", 0, false, is_date_unit, kDateUnit},
    {"request_date", 0, false, is_date_unit, kDateUnit},
    {"fc_pp_tlv", 0, true, is_tlv_type, "a number from 0 to 255, or a name such as ALPN or AUTHORITY"},
};

bool is_time_unit_fetch(std::string_view name) {
  return is_one_of(name, {"fc_rtt", "fc_rttvar", "bc_rtt", "bc_rttvar"});
}

// `fc_rtt` may stand alone, and `fc_rtt()` has a unit that is none.
bool reads_empty_unit(std::string_view name) {
  return is_time_unit_fetch(name) || name == "accept_date" || name == "request_date";
}

// Counters of the kernel: HAProxy takes an argument, and warns that it means nothing.
bool warns_of_arguments(std::string_view name) {
  return is_one_of(name, {"fc_fackets", "fc_lost", "fc_reordering", "fc_retrans", "fc_sacked", "fc_unacked"});
}

// Where HAProxy looks at arguments of whole families.
const Rule* family_rule(std::string_view name) {
  static constexpr Rule kHtx{"", 0, true,
                             [](const Reading&, std::string_view t) {
                               return is_one_of(t, {"head", "tail", "first"}) ||
                                      (!t.empty() && t.find_first_not_of("0123456789") == std::string_view::npos);
                             },
                             "head, tail, first or a number"};
  static constexpr Rule kUnit{"", 0, false,
                              [](const Reading&, std::string_view t) {
                                return is_one_of(t, {"us", "ms"});
                              },
                              "us or ms"};
  static constexpr Rule kName{"", 2, false, [](const Reading&, std::string_view t) { return t == "rfc2253"; },
                              "rfc2253, or nothing"};
  static constexpr Rule kOccurrence{
      "", 1, false, [](const Reading&, std::string_view t) { return syntax::leading_integer(t).value >= -10; },
      "an occurrence of -10 or more"};
  static constexpr Rule kMap{"", 0, true, [](const Reading&, std::string_view) { return true; }, "the file of the map"};
  if (name.starts_with("internal.htx_blk.")) return &kHtx;
  if (name == "map" || name.starts_with("map_")) return &kMap;
  if (is_time_unit_fetch(name)) return &kUnit;
  if (name.starts_with("ssl_") && (name.ends_with("_i_dn") || name.ends_with("_s_dn") || name.ends_with("_r_dn")))
    return &kName;
  if (is_one_of(name, {"req.hdr", "req.hdr_ip", "req.hdr_val", "req.fhdr", "res.hdr", "res.hdr_ip", "res.hdr_val",
                       "res.fhdr", "hdr", "hdr_ip", "hdr_val", "shdr", "shdr_ip", "shdr_val"}))
    return &kOccurrence;
  return nullptr;
}

// The converter 'bool' has nothing in common with the fetch.
bool is_same_name(const Keyword& row) { return row.name == "bool" && row.kind == KeywordClass::converter; }

// What holds for the arguments of one row.
struct RowRules {
  std::vector<Rule> own;
  const Rule* family = nullptr;
  bool warns = false;
};

RowRules rules_of(const Keyword& row) {
  RowRules rules;
  rules.family = family_rule(row.name);
  rules.warns = warns_of_arguments(row.name);
  for (const Rule& rule : kRules)
    if (rule.name == row.name && !is_same_name(row)) rules.own.push_back(rule);
  return rules;
}

bool follows(Reading& reading, const Keyword& row, const CallPlace& place, const Rule& rule) {
  // These look at an empty text behind a comma, too, and at none in empty parentheses.
  const bool text = rule.index > 0 && is_one_of(row.name, {"bytes", "debug", "protobuf", "set-var", "ungrpc"}) &&
                    (row.name != "bytes" || reading.from(Version::v3_0));
  const bool given = place.arguments.size() > rule.index && (text || !place.arguments[rule.index].text.empty());
  // fc_pp_tlv has no value then.
  if (row.name == "fc_pp_tlv" && place.arguments.empty()) return true;
  const bool lets_empty = row.name == "bytes" && reading.from(Version::v3_0);
  if (lets_empty && place.call.parentheses && place.arguments.empty()) return true;
  const bool empty = rule.index == 0 && place.call.parentheses && reads_empty_unit(row.name);
  if (given ? rule.fits(reading, place.arguments[rule.index].text) : !rule.needed && !empty) return true;
  const Span where = place.arguments.size() > rule.index ? span(place, rule.index)
                                                         : place.text.span(place.call.offset, place.call.length);
  reading.error("call-arguments", where, fmt::format("argument {} of {} does not fit", rule.index + 1, quote(row.name)),
                fmt::format("it must be {}", rule.help));
  return false;
}

}  // namespace

bool check_special_arguments(Reading& reading, const Keyword& row, const CallPlace& place) {
  static const std::array<ByRow<RowRules>, 2> kByRow{ByRow<RowRules>(KeywordClass::fetch, rules_of),
                                                     ByRow<RowRules>(KeywordClass::converter, rules_of)};
  const RowRules& rules = kByRow[row.kind == KeywordClass::converter ? 1 : 0][row];
  for (const Rule& rule : rules.own)
    if (!follows(reading, row, place, rule)) return false;
  if (rules.family != nullptr && !follows(reading, row, place, *rules.family)) return false;
  if (rules.warns && place.call.parentheses)
    reading
        .warning("call-argument-unused", place.text.span(place.call.offset, place.call.length),
                 fmt::format("{} counts, and what stands in its parentheses has no effect", quote(row.name)),
                 fmt::format("write {} alone", quote(row.name)))
        .whole = true;
  if (row.name == "be2hex" && !place.arguments.empty() && !place.arguments[0].text.empty() &&
      (place.arguments.size() < 2 || !is_chunk(reading, place.arguments[1].text))) {
    reading.error("call-arguments", span(place, 0), "'be2hex' with a separator needs a number of bytes above 0",
                  "for example 'be2hex(:,2)'");
    return false;
  }
  const bool variable = is_one_of(row.name, {"var", "set-var", "unset-var"});
  if (row.name == "acl" && row.kind == KeywordClass::fetch && place.arguments.empty()) {
    reading.error("call-arguments", place.text.span(place.call.offset, place.call.length), "'acl' names no ACL",
                  "write the names of ACLs above, as in 'acl(is_static,!is_old)'");
    return false;
  }
  if (place.arguments.empty())
    return !variable || check_variable(reading, {}, place.text.span(place.call.offset, place.call.length));
  const std::string_view name = row.name;
  const auto given = [&](std::size_t i) { return place.arguments.size() > i && !place.arguments[i].text.empty(); };
  if (name == "add_item" && !given(1) && !given(2)) {
    reading.error("call-arguments", span(place, 0), "'add_item' has nothing to add",
                  "name a variable or write a text behind the separator, as in 'add_item(\",\",txn.x)'");
    return false;
  }
  if (name == "acl" && reading.section != nullptr &&
      (reading.section->is_proxy() || reading.section->kind == SectionKind::defaults))
    return check_acl_names(reading, place, 0);
  if (name == "when" && place.arguments[0].text.ends_with("acl") && place.arguments.size() > 1 &&
      !check_acl_names(reading, {place.place, place.text, place.call, place.arguments.first(2)}, 1))
    return false;
  if (name == "param" && place.arguments.size() > 1 && place.arguments[1].text.size() != 1) {
    reading.error("call-arguments", span(place, 1), "'param' takes one character as its delimiter",
                  "write one, such as '&'");
    return false;
  }
  if (name == "mqtt_field_value" && place.arguments.size() > 1 &&
      !is_mqtt_field(place.arguments[0].text, place.arguments[1].text)) {
    reading.error(
        "call-arguments", span(place, 1),
        fmt::format("an MQTT packet {} has no field {}", quote(place.arguments[0].text),
                    quote(place.arguments[1].text)),
        "connect has flags, protocol_name, username ..., connack has flags, protocol_version and reason_code; "
        "properties of MQTT 5 are named by their numbers");
    return false;
  }
  if (name == "bytes" && reading.from(Version::v3_0) && place.arguments.size() > 1 && place.arguments[1].text == "0") {
    reading.error("call-arguments", span(place, 1), "'bytes' takes a length of 1 or more",
                  "leave the length out for all that is left");
    return false;
  }
  if (variable) return check_variable(reading, place.arguments[0].text, span(place, 0));
  if (name == "date" || name == "http_date") return check_unit(reading, row, place, 1);
  if (name == "map" || name.starts_with("map_"))
    return check_map_file(reading, place.arguments[0].text, span(place, 0), name);
  return true;
}

}  // namespace hapax::config
