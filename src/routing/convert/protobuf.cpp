// Protocol Buffers: the value of one field, named by the numbers of the messages around it (protobuf), also in the
// messages of a gRPC body (ungrpc). A field without a type comes as its bytes.
//
// The first field of a number counts, and one of another wire type ends the search. Where a message in a message lacks
// the next field, the search is over since 3.2; before, lengths of inner messages hardly count: they do not bound what
// is read, and when fields that were passed over reach the end of one, the path is looked for anew from there.

#include <array>
#include <cstring>
#include <optional>

#include "routing/convert/converters.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

enum class Wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct FieldType {
  std::string_view name;
  Wire wire;
  enum class Value : std::uint8_t { as_is, zigzag, with_sign, real } value;
};

constexpr FieldType kTypes[] = {
    {"int32", Wire::varint, FieldType::Value::as_is},         {"int64", Wire::varint, FieldType::Value::as_is},
    {"uint32", Wire::varint, FieldType::Value::as_is},        {"uint64", Wire::varint, FieldType::Value::as_is},
    {"bool", Wire::varint, FieldType::Value::as_is},          {"enum", Wire::varint, FieldType::Value::as_is},
    {"sint32", Wire::varint, FieldType::Value::zigzag},       {"sint64", Wire::varint, FieldType::Value::zigzag},
    {"fixed64", Wire::fixed64, FieldType::Value::as_is},      {"sfixed64", Wire::fixed64, FieldType::Value::as_is},
    {"double", Wire::fixed64, FieldType::Value::real},        {"fixed32", Wire::fixed32, FieldType::Value::as_is},
    {"sfixed32", Wire::fixed32, FieldType::Value::with_sign}, {"float", Wire::fixed32, FieldType::Value::real},
};

const FieldType* find_type(std::string_view name) {
  for (const FieldType& type : kTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

/// Truncated as the processor does it that HAProxy mostly runs on: what has no place in 64 bits is the lowest number.
std::int64_t truncated(double value) {
  constexpr double kLimit = 9223372036854775808.0;
  return value >= -kLimit && value < kLimit ? static_cast<std::int64_t>(value) : INT64_MIN;
}

std::int64_t number_of_double(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  constexpr double kLimit = 9223372036854775808.0;
  if (value < kLimit || value != value) return truncated(value);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(truncated(value - kLimit)) ^ (std::uint64_t{1} << 63));
}

std::int64_t number_of_float(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return static_cast<std::uint32_t>(truncated(value));
}

/// Reads from `at` on, not past `end`. What fails leaves `at` where it failed: the next gRPC message is looked for
/// there.
struct Reader {
  std::string_view bytes;
  std::size_t at = 0;
  std::size_t end = 0;

  /// Nothing at all is zero.
  bool varint(std::uint64_t& value) {
    constexpr unsigned kMaxBits = 70;
    value = 0;
    for (unsigned shift = 0; shift < kMaxBits; shift += 7) {
      if (at >= end) return shift == 0;
      const auto byte = static_cast<unsigned char>(bytes[at++]);
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if ((byte & 0x80) == 0) return true;
    }
    return false;
  }
  bool length(std::size_t& size) {
    std::uint64_t value = 0;
    if (!varint(value) || value > end - at) return false;
    size = static_cast<std::size_t>(value);
    return true;
  }
  bool fixed(std::size_t size, std::uint64_t& value) {
    if (size > end - at) return false;
    value = 0;
    for (std::size_t i = size; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
    at += size;
    return true;
  }
  bool skip(Wire wire) {
    std::uint64_t value = 0;
    std::size_t size = 0;
    switch (wire) {
      case Wire::varint:
        return varint(value);
      case Wire::fixed64:
        return fixed(8, value);
      case Wire::fixed32:
        return fixed(4, value);
      case Wire::bytes:
        break;
    }
    if (!length(size)) return false;
    at += size;
    return true;
  }
};

/// The path "48.59.1", a number at a time; they wrap at 32 bits.
class Path {
 public:
  explicit Path(std::string_view text) : text_(text) { begin(); }
  void begin() {
    rest_ = text_;
    next();
  }
  void next() {
    number_ = 0;
    const std::size_t dot = rest_.find('.');
    last_ = dot == std::string_view::npos;
    for (const char digit : rest_.substr(0, dot)) number_ = number_ * 10 + static_cast<std::uint32_t>(digit - '0');
    rest_ = last_ ? std::string_view() : rest_.substr(dot + 1);
  }
  [[nodiscard]] std::uint32_t number() const { return number_; }
  [[nodiscard]] bool last() const { return last_; }

 private:
  std::string_view text_;
  std::string_view rest_;
  std::uint32_t number_ = 0;
  bool last_ = true;
};

/// The field that the reader stands before, its key read.
bool read_bytes(Reader& reader, Wire wire, Sample& s) {
  std::size_t size = 0;
  if (wire == Wire::bytes) {
    if (!reader.length(size)) return false;
  } else {
    Reader behind = reader;
    if (!behind.skip(wire)) return false;
    size = behind.at - reader.at;
  }
  s.set_binary(reader.bytes.substr(reader.at, size));
  return true;
}

bool read_number(Reader& reader, Wire wire, const FieldType& type, Sample& s) {
  std::size_t size = 0;
  if (wire == Wire::bytes) (void)reader.length(size);
  if (type.wire != wire) return false;
  using Value = FieldType::Value;
  Reader value = reader;
  std::uint64_t bits = 0;
  const bool wide = type.wire == Wire::fixed64;
  if (type.wire == Wire::varint ? !value.varint(bits) : !value.fixed(wide ? 8 : 4, bits)) return false;
  switch (type.value) {
    case Value::as_is:
      s.set_integer(static_cast<std::int64_t>(bits));
      break;
    case Value::zigzag:
      s.set_integer(static_cast<std::int64_t>(bits >> 1 ^ (0 - (bits & 1))));
      break;
    case Value::with_sign:
      s.set_integer(static_cast<std::int32_t>(bits));
      break;
    case Value::real:
      s.set_integer(wide ? number_of_double(bits) : number_of_float(static_cast<std::uint32_t>(bits)));
      break;
  }
  return true;
}

/// In one message, which ends at reader.end. Without a type: `type` is null.
bool find_field(Reader& reader, Path path, const FieldType* type, bool bounded, Sample& s) {
  std::optional<std::size_t> inner_end;  // where lengths of inner messages do not bound
  while (reader.at < reader.end) {
    std::uint64_t key = 0;
    if (!reader.varint(key)) return false;
    const auto wire = static_cast<Wire>(key & 7);
    if (wire != Wire::varint && wire != Wire::fixed64 && wire != Wire::bytes && wire != Wire::fixed32) return false;
    if (static_cast<std::uint32_t>(key >> 3) != path.number()) {
      if (!reader.skip(wire)) return false;
      if (inner_end && reader.at >= *inner_end) {
        path.begin();
        inner_end.reset();
      }
    } else if (path.last()) {
      return type == nullptr ? read_bytes(reader, wire, s) : read_number(reader, wire, *type, s);
    } else {
      std::size_t size = 0;
      if (wire == Wire::bytes ? !reader.length(size) : bounded) return false;
      if (bounded) {
        reader.end = reader.at + size;
      } else {
        inner_end = reader.at + size;
      }
      path.next();
    }
  }
  return false;
}

bool bounded(const Context& c) { return c.world.model.target >= Version::v3_2; }

/// protobuf(PATH[,TYPE])
bool convert_protobuf(const Args& args, Context& c, Sample& s) {
  Reader reader{s.text, 0, s.text.size()};
  return find_field(reader, Path(args[0].text), find_type(args[1].text), bounded(c), s);
}

/// ungrpc(PATH[,TYPE]): in the first message that has the field. Each stands behind a flag and its length in four
/// bytes.
bool convert_ungrpc(const Args& args, Context& c, Sample& s) {
  constexpr std::size_t kHead = 5;
  Reader reader{s.text, 0, s.text.size()};
  for (std::size_t left = s.text.size(); left > kHead;) {
    std::size_t size = 0;
    for (const char byte : s.text.substr(reader.at + 1, kHead - 1)) size = size << 8 | static_cast<unsigned char>(byte);
    reader.at += kHead;
    left -= kHead;
    if (size == 0 || size > left) return false;
    left -= size;
    reader.end = reader.at + size;
    if (find_field(reader, Path(args[0].text), find_type(args[1].text), bounded(c), s)) return true;
  }
  return false;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::protobuf, convert_protobuf},
    ConverterEntry{ConverterId::ungrpc, convert_ungrpc},
};

}  // namespace

std::span<const ConverterEntry> protobuf_converters() { return kEntries; }

}  // namespace hapax::routing
