// The native trace, JSON Lines, through simdjson's DOM parser: the members of a line are visited once, in the order in
// which they stand, and strings are views into the parser's buffer. (Its on-demand parser would be for the instruction
// set that this was compiled for, the DOM parser chooses the machine's best one when it runs.)

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {
namespace {

namespace json = simdjson::dom;

// Why the current line is damaged. Thrown by the readers of members, caught in read().
struct Damaged {
  std::string why;
};

std::string_view text(json::element value, std::string_view key) {
  std::string_view result;
  if (value.get_string().get(result) != simdjson::SUCCESS) throw Damaged{fmt::format("'{}' is not a text", key)};
  return result;
}

double number(json::element value, std::string_view key) {
  double result = 0;
  if (value.get_double().get(result) != simdjson::SUCCESS || !std::isfinite(result)) {
    throw Damaged{fmt::format("'{}' is not a number", key)};
  }
  return result;
}

double not_negative(json::element value, std::string_view key) {
  const double result = number(value, key);
  if (result < 0) throw Damaged{fmt::format("'{}' is negative", key)};
  return result;
}

std::uint64_t bytes(json::element value, std::string_view key) {
  constexpr double kMost = 9e18;  // what fits into 63 bits
  const double result = not_negative(value, key);
  if (result > kMost) throw Damaged{fmt::format("'{}' is too large", key)};
  return static_cast<std::uint64_t>(result);
}

routing::Address address(json::element value, std::string_view key) {
  const std::string_view written = text(value, key);
  routing::Address result;
  if (!parse_address(written, result)) throw Damaged{fmt::format("'{}' is not an address: '{}'", key, written)};
  return result;
}

/// The blanks around a field's value are not part of it.
std::string_view field_value(json::element value, std::string_view name) {
  std::string_view content = text(value, name);
  const auto begin = content.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return content.substr(0, 0);
  return content.substr(begin, content.find_last_not_of(" \t") + 1 - begin);
}

void headers(json::element value, std::vector<routing::Header>& into) {
  json::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) throw Damaged{"'headers' is not an object"};
  for (const auto& [name, content] : object) {
    json::array several;
    if (content.get_array().get(several) != simdjson::SUCCESS) {
      into.push_back({name, field_value(content, name)});
      continue;
    }
    for (const json::element element : several) into.push_back({name, field_value(element, name)});
  }
}

void response(json::element value, TraceRequest& request) {
  json::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) throw Damaged{"'response' is not an object"};
  request.has_response = true;
  for (const auto& [key, content] : object) {
    if (key == "status") {
      const double status = number(content, key);
      if (status < 100 || status > 999) throw Damaged{"'status' is not between 100 and 999"};
      request.response.status = static_cast<std::uint16_t>(status);
    } else if (key == "headers") {
      headers(content, request.response.headers);
    } else if (key == "body") {
      request.response.body = text(content, key);
    }
  }
}

void http_version(std::string_view version, routing::Request& request) {
  if (version.empty() || version.size() > 3 || version[0] < '0' || version[0] > '9' ||
      (version.size() > 1 && (version[1] != '.' || version.size() != 3 || version[2] < '0' || version[2] > '9'))) {
    throw Damaged{fmt::format("'version' is '{}', not one such as 1.1", version)};
  }
  request.major = static_cast<std::uint8_t>(version[0] - '0');
  request.minor = version.size() == 3 ? static_cast<std::uint8_t>(version[2] - '0') : 0;
}

void tls(json::element value, TraceRequest& request) {
  json::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) throw Damaged{"'ssl' is not an object"};
  request.tls = true;
  for (const auto& [key, content] : object) {
    if (key == "sni") request.sni = text(content, key);
    if (key == "alpn") request.alpn = text(content, key);
    if (key == "version") request.tls_version = text(content, key);
    if (key == "cipher") request.tls_cipher = text(content, key);
  }
}

routing::Time to_time(double value, double unit, std::string_view key) {
  const double nanoseconds = value * unit;
  if (nanoseconds > 9e18) throw Damaged{fmt::format("'{}' is too large", key)};
  return static_cast<routing::Time>(std::llround(nanoseconds));
}

std::string bytes_of_hex(std::string_view digits, std::string_view key) {
  std::string bytes;
  if (digits.size() % 2 != 0) throw Damaged{fmt::format("'{}' has an odd number of digits", key)};
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data() + i, digits.data() + i + 2, value, 16);
    if (error != std::errc() || end != digits.data() + i + 2)
      throw Damaged{fmt::format("'{}' has '{}', which is no hexadecimal number", key, digits.substr(i, 2))};
    bytes.push_back(static_cast<char>(value));
  }
  return bytes;
}

// What a line says beside what the request itself can hold.
struct Line {
  bool has_time = false;
  std::string& decoded;  ///< of payload_hex; the request has a view of it
};

void member(std::string_view key, json::element value, TraceRequest& request, Line& line) {
  if (key == "t") {
    request.t = to_time(not_negative(value, key), 1e9, key);
    line.has_time = true;
  } else if (key == "src") {
    request.source = address(value, key);
  } else if (key == "peer") {
    request.peer = address(value, key);
  } else if (key == "conn") {
    request.connection = text(value, key);
  } else if (key == "frontend") {
    request.frontend = text(value, key);
  } else if (key == "method") {
    request.request.method = text(value, key);
  } else if (key == "path") {
    request.request.target = text(value, key);
  } else if (key == "version") {
    http_version(text(value, key), request.request);
  } else if (key == "headers") {
    headers(value, request.request.headers);
    request.request.host_unknown = false;
  } else if (key == "body") {
    request.request.body = text(value, key);
  } else if (key == "payload") {
    request.request.payload = text(value, key);
  } else if (key == "payload_hex") {
    line.decoded = bytes_of_hex(text(value, key), key);
    request.request.payload = line.decoded;
  } else if (key == "ssl") {
    tls(value, request);
  } else if (key == "service_ms") {
    request.service = to_time(not_negative(value, key), 1e6, key);
  } else if (key == "patience_ms") {
    request.patience = to_time(not_negative(value, key), 1e6, key);
  } else if (key == "bytes_in") {
    request.bytes_in = bytes(value, key);
  } else if (key == "bytes_out") {
    request.bytes_out = bytes(value, key);
  } else if (key == "response") {
    response(value, request);
  }
}

void clear(TraceRequest& request) {
  std::vector<routing::Header> request_headers = std::move(request.request.headers);
  std::vector<routing::Header> response_headers = std::move(request.response.headers);
  request = {};
  request_headers.clear();
  response_headers.clear();
  request.request.headers = std::move(request_headers);
  request.response.headers = std::move(response_headers);
  request.request.host_unknown = true;
  request.request.method = "GET";
  request.request.target = "/";
}

class NativeReader final : public TraceReader {
 public:
  explicit NativeReader(std::unique_ptr<ByteSource> source) : lines_(std::move(source)) {}

  Result<bool> next(TraceRequest& request) override {
    for (;;) {
      LineReader::Line line;
      auto more = lines_.next(line);
      if (!more || !*more) return more;
      if (line.text.find_first_not_of(" \t") == std::string_view::npos) continue;
      if (line.cut) {
        damage_.add(line.number, "longer than 1 MiB");
        continue;
      }
      if (auto why = read(line, request)) {
        damage_.add(line.number, std::move(*why));
        continue;
      }
      return true;
    }
  }

  [[nodiscard]] const Damage& damage() const override { return damage_; }
  [[nodiscard]] double fraction() const override { return lines_.fraction(); }

 private:
  // Why the line is damaged, or nothing.
  std::optional<std::string> read(const LineReader::Line& line, TraceRequest& request) {
    clear(request);
    request.line = line.number;
    try {
      json::object object;
      // The line reader keeps the padding that the parser may read behind the text.
      const auto error = parser_.parse(line.text.data(), line.text.size(), false).get_object().get(object);
      if (error != simdjson::SUCCESS) return fmt::format("not a JSON object: {}", simdjson::error_message(error));
      Line read{false, payload_};
      for (const auto& [key, content] : object) member(key, content, request, read);
      if (!read.has_time) return "without 't'";
    } catch (const Damaged& damaged) {
      return damaged.why;
    }
    if (request.t < latest_) return "'t' runs backwards";
    latest_ = request.t;
    return std::nullopt;
  }

  LineReader lines_;
  json::parser parser_;
  std::string payload_;  // what the last request's view of it looks at
  Damage damage_;
  routing::Time latest_ = 0;
};

static_assert(simdjson::SIMDJSON_PADDING <= kReadAhead);

}  // namespace

std::unique_ptr<TraceReader> read_native(std::unique_ptr<ByteSource> source) {
  return std::make_unique<NativeReader>(std::move(source));
}

}  // namespace hapax::simulate
