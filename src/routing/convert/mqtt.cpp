// MQTT 3.1, 3.1.1 and 5.0: whether bytes are the first message of a client (CONNECT) or of a server (CONNACK), and what
// its fields are. Of a message that is not there yet as a whole nothing is known.

#include <algorithm>
#include <array>
#include <optional>

#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

constexpr std::uint8_t kConnect = 1;
constexpr std::uint8_t kConnack = 2;
constexpr std::uint8_t kWithProperties = 5;  // the version that has them

/// What may stand in a list of properties (MQTT 5.0, 2.2.2.2): each once, but for user properties.
struct Property {
  enum class Kind : std::uint8_t { flag, two_bytes, four_bytes, text, pair } kind;
  std::uint8_t id;
  bool in_connect, in_connack, in_will;
  bool not_zero = false;  ///< neither 0 nor empty
};

using Kind = Property::Kind;
constexpr Property kProperties[] = {
    {Kind::flag, 1, false, false, true},
    {Kind::four_bytes, 2, false, false, true},
    {Kind::text, 3, false, false, true},
    {Kind::text, 8, false, false, true},
    {Kind::text, 9, false, false, true},
    {Kind::four_bytes, 17, true, true, false},
    {Kind::text, 18, false, true, false, true},
    {Kind::two_bytes, 19, false, true, false},
    {Kind::text, 21, true, true, false},
    {Kind::text, 22, true, true, false},
    {Kind::flag, 23, true, false, false},
    {Kind::four_bytes, 24, false, false, true},
    {Kind::flag, 25, true, false, false},
    {Kind::text, 26, false, true, false},
    {Kind::text, 28, false, true, false},
    {Kind::text, 31, false, true, false},
    {Kind::two_bytes, 33, true, true, false, true},
    {Kind::two_bytes, 34, true, true, false},
    {Kind::flag, 36, false, true, false},
    {Kind::flag, 37, false, true, false},
    {Kind::pair, 38, true, true, true},
    {Kind::four_bytes, 39, true, true, false, true},
    {Kind::flag, 40, false, true, false},
    {Kind::flag, 41, false, true, false},
    {Kind::flag, 42, false, true, false},
};
constexpr std::uint8_t kAuthenticationMethod = 21;
constexpr std::uint8_t kAuthenticationData = 22;

const Property* find_property(std::uint32_t id) {
  const auto* const found = std::find_if(std::begin(kProperties), std::end(kProperties),
                                         [&](const Property& property) { return property.id == id; });
  return found == std::end(kProperties) ? nullptr : found;
}

struct Value {
  bool given = false;
  std::uint32_t number = 0;
  std::string_view text;
};

struct Message {
  std::uint8_t type = 0;
  std::uint8_t version = 0;
  std::uint8_t flags = 0;
  std::uint8_t reason = 0;
  std::uint16_t keepalive = 0;
  std::string_view protocol, client, will_topic, will_payload, user, password;
  std::array<Value, 43> properties;  ///< by id
  bool odd_property = false;         ///< there was one that has no place in its list

  [[nodiscard]] bool has_will() const { return (flags & 0x04) != 0; }
};

/// Takes things off the front of what is left; false: there is too little.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}
  [[nodiscard]] bool done() const { return rest_.empty(); }

  template <typename Number>
  bool number(Number& value) {
    if (rest_.size() < sizeof value) return false;
    std::uint32_t bytes = 0;
    for (const char byte : rest_.substr(0, sizeof value)) bytes = bytes << 8 | static_cast<unsigned char>(byte);
    value = static_cast<Number>(bytes);
    rest_.remove_prefix(sizeof value);
    return true;
  }
  bool bytes(std::size_t size, std::string_view& value) {
    if (rest_.size() < size) return false;
    value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }
  bool text(std::string_view& value) {
    std::uint16_t size = 0;
    return number(size) && bytes(size, value);
  }
  /// Seven bits a byte, the lowest first; four bytes at most.
  bool length(std::size_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
      std::uint8_t byte = 0;
      if (!number(byte)) return false;
      value |= std::size_t{byte & 0x7Fu} << shift;
      if ((byte & 0x80) == 0) return true;
    }
    return false;
  }

 private:
  std::string_view rest_;
};

bool read_value(Reader& reader, const Property& property, Value& value) {
  std::uint8_t flag = 0;
  std::uint16_t number = 0;
  std::string_view name;
  switch (property.kind) {
    case Kind::flag:
      if (!reader.number(flag) || flag > 1) return false;
      value.number = flag;
      return true;
    case Kind::two_bytes:
      if (!reader.number(number)) return false;
      value.number = number;
      return !property.not_zero || number != 0;
    case Kind::four_bytes:
      return reader.number(value.number) && (!property.not_zero || value.number != 0);
    case Kind::text:
      return reader.text(value.text) && (!property.not_zero || !value.text.empty());
    case Kind::pair:
      return reader.text(name) && reader.text(name);
  }
  return false;
}

/// A list of properties behind its length; `allowed` says in what.
bool read_properties(Reader& reader, bool Property::*allowed, Message& message) {
  std::size_t size = 0;
  std::string_view list;
  if (!reader.length(size) || !reader.bytes(size, list)) return false;
  Reader properties(list);
  while (!properties.done()) {
    std::uint8_t id = 0;
    const Property* property = properties.number(id) ? find_property(id) : nullptr;
    message.odd_property = property == nullptr || !(property->*allowed);
    if (message.odd_property) return false;
    Value& value = message.properties[id];
    if (value.given && property->kind != Kind::pair) return false;
    value.given = true;
    if (!read_value(properties, *property, value)) return false;
  }
  return true;
}

bool read_connect(Reader reader, Message& message) {
  constexpr std::uint8_t kReserved = 0x01;
  constexpr std::uint8_t kPassword = 0x40;
  constexpr std::uint8_t kUser = 0x80;
  constexpr std::uint8_t kWill = 0x3C;
  constexpr std::uint8_t kThirdQuality = 0x18;  // refused where no will has it, and is not to be retained
  const auto& properties = message.properties;
  if (!reader.text(message.protocol) || !reader.number(message.version) || !reader.number(message.flags) ||
      !reader.number(message.keepalive)) {
    return false;
  }
  if (!equal_ignoring_case(message.protocol, "MQTT") && !equal_ignoring_case(message.protocol, "MQIsdp")) return false;
  if (message.version < 3 || message.version > kWithProperties) return false;
  if ((message.flags & kReserved) != 0 || (message.flags & kWill) == kThirdQuality) return false;
  const bool with_properties = message.version == kWithProperties;
  if (with_properties && !read_properties(reader, &Property::in_connect, message)) return false;
  if (!properties[kAuthenticationData].text.empty() && properties[kAuthenticationMethod].text.empty()) return false;
  if (!reader.text(message.client)) return false;
  if (message.has_will()) {
    if (with_properties && !read_properties(reader, &Property::in_will, message)) return false;
    if (!reader.text(message.will_topic) || !reader.text(message.will_payload)) return false;
  }
  if ((message.flags & kUser) != 0 && !reader.text(message.user)) return false;
  if ((message.flags & kPassword) != 0 && !reader.text(message.password)) return false;
  return reader.done();
}

bool read_connack(Reader reader, bool more_behind, Message& message) {
  if (!reader.number(message.flags) || message.flags > 1 || !reader.number(message.reason)) return false;
  message.version = reader.done() ? 4 : kWithProperties;
  if (reader.done()) return !more_behind;
  return read_properties(reader, &Property::in_connack, message) && reader.done();
}

/// Before 3.2 a PUBLISH, which is not read any further, had to have all its flags.
bool is_first_byte(std::uint8_t byte, const Context& c) {
  constexpr std::uint8_t kPublish = 3;
  const std::uint8_t type = byte >> 4;
  const std::uint8_t flags = byte & 0x0F;
  if (type == kPublish) return flags == 0x0F || c.world.model.target >= Version::v3_2;
  const bool acknowledged = type == 6 || type == 8 || type == 10;
  return type != 0 && flags == (acknowledged ? 2 : 0);
}

/// False: it is none. Nothing: it has not come as a whole.
std::optional<bool> read(std::string_view text, const Context& c, Message& message) {
  Reader reader(text);
  std::uint8_t first = 0;
  std::size_t size = 0;
  std::string_view body;
  if (!reader.number(first) || reader.done()) return std::nullopt;
  if (!is_first_byte(first, c) || !reader.length(size)) return false;
  if (!reader.bytes(size, body)) return std::nullopt;
  message.type = first >> 4;
  if (message.type == kConnect) return read_connect(Reader(body), message);
  if (message.type != kConnack) return false;
  const bool valid = read_connack(Reader(body), !reader.done(), message);
  if (message.odd_property && c.world.model.target < Version::v3_2) return std::nullopt;
  return valid;
}

bool convert_is_valid(const Args&, Context& c, Sample& s) {
  Message message;
  const auto valid = read(s.text, c, message);
  if (valid) s.set_boolean(*valid);
  return valid.has_value();
}

/// A property by its id: where there is none, a number is 0, and a text nothing.
bool take_property(const Message& message, std::uint32_t id, Context& c, Sample& s) {
  const Property* property = find_property(id);
  if (property == nullptr || message.version != kWithProperties) return false;
  if (message.type == kConnect && property->in_will && !message.has_will()) return false;
  const Value& value = message.properties[id];
  const bool text = property->kind == Kind::text || property->kind == Kind::pair;
  s.set_binary(text ? value.text : decimal(value.number, c.arena));
  return !s.text.empty();
}

/// mqtt_field_value(TYPE,FIELD): names in any case, or their numbers.
bool convert_field_value(const Args& args, Context& c, Sample& s) {
  const bool connect = args[0].text == "1" || equal_ignoring_case(args[0].text, "connect");
  Message message;
  if (!read(s.text, c, message).value_or(false) || message.type != (connect ? kConnect : kConnack)) return false;
  const std::string_view field = args[1].text;
  constexpr std::pair<std::string_view, std::string_view Message::*> kTexts[] = {
      {"protocol_name", &Message::protocol}, {"client_identifier", &Message::client},
      {"will_topic", &Message::will_topic},  {"will_payload", &Message::will_payload},
      {"username", &Message::user},          {"password", &Message::password},
  };
  for (const auto& [name, text] : kTexts) {
    if (!equal_ignoring_case(field, name)) continue;
    s.set_binary(message.*text);
    return !s.text.empty();
  }
  const std::pair<std::string_view, std::uint32_t> numbers[] = {
      {"flags", message.flags},
      {"protocol_version", message.version},
      {"reason_code", message.reason},
      {"keepalive", message.keepalive},
  };
  for (const auto& [name, number] : numbers) {
    if (!equal_ignoring_case(field, name)) continue;
    s.set_binary(decimal(number, c.arena));
    return true;
  }
  return take_property(message, static_cast<std::uint32_t>(wrapping_number(field, true)), c, s);
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::mqtt_is_valid, convert_is_valid},
    ConverterEntry{ConverterId::mqtt_field_value, convert_field_value},
};

}  // namespace

std::span<const ConverterEntry> mqtt_converters() { return kEntries; }

}  // namespace hapax::routing
