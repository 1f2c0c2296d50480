#include "config/samples/message_fields.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <span>

#include <hapax/syntax/value.hpp>

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, 6> kTags{"BeginString",  "BodyLength",   "MsgType",
                                                "SenderCompID", "TargetCompID", "CheckSum"};

struct Packet {
  std::string_view name, number;
  std::span<const std::string_view> fields;
  std::span<const std::int64_t> properties;  ///< of MQTT 5
};

constexpr std::array<std::string_view, 9> kConnectFields{
    "flags",        "protocol_name", "protocol_version", "client_identifier", "will_topic",
    "will_payload", "username",      "password",         "keepalive"};
constexpr std::array<std::int64_t, 15> kConnectProperties{1, 2, 3, 8, 9, 17, 21, 22, 23, 24, 25, 33, 34, 38, 39};
constexpr std::array<std::string_view, 3> kConnackFields{"flags", "protocol_version", "reason_code"};
constexpr std::array<std::int64_t, 17> kConnackProperties{17, 18, 19, 21, 22, 26, 28, 31, 33,
                                                          34, 36, 37, 38, 39, 40, 41, 42};
constexpr std::array kPackets{Packet{"connect", "1", kConnectFields, kConnectProperties},
                              Packet{"connack", "2", kConnackFields, kConnackProperties}};

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

template <typename Range>
bool names(const Range& range, std::string_view text) {
  return std::any_of(range.begin(), range.end(), [&](std::string_view name) { return same(name, text); });
}

const Packet* find_packet(std::string_view text) {
  for (const Packet& packet : kPackets)
    if (text == packet.number || same(text, packet.name)) return &packet;
  return nullptr;
}

}  // namespace

bool is_fix_tag(std::string_view text) {
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return names(kTags, text);
  // HAProxy cuts it to 32 bits, and takes no 0.
  std::uint32_t number = 0;
  for (const char digit : text) number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  return number != 0;
}

bool is_mqtt_packet(std::string_view text) { return find_packet(text) != nullptr; }

bool is_mqtt_field(std::string_view packet, std::string_view field) {
  const Packet* const known = find_packet(packet);
  if (known == nullptr) return false;
  const auto number = syntax::parse_integer(field);
  if (!number) return names(known->fields, field);
  return std::find(known->properties.begin(), known->properties.end(), *number) != known->properties.end();
}

}  // namespace hapax::config
