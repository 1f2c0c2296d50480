// The readers beside the configuration: access-log lines, native traces, packed traces, scenarios, heads of HTTP/1
// messages, models as JSON. The first byte chooses the reader, the rest is its text.
//
// Beside crashes and sanitizer findings it looks for broken promises: a model that was read comes out as it was.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <hapax/model/json.hpp>
#include <hapax/simulate/input.hpp>
#include <hapax/simulate/log_trace.hpp>
#include <hapax/simulate/scenario.hpp>
#include <hapax/simulate/trace.hpp>

#include "runtime/http1/head.hpp"

namespace hapax {
namespace {

void require(bool promise) {
  if (!promise) std::abort();
}

void read_log(std::string_view text) {
  simulate::TraceRequest request;
  const std::size_t skipped = simulate::skip_syslog_header(text);
  require(skipped <= text.size());
  for (auto form : {simulate::http_log_template(), simulate::https_log_template(), simulate::tcp_log_template(),
                    simulate::common_log_template(), simulate::combined_log_template()}) {
    static_cast<void>(simulate::LogLineParser(std::move(form)).parse(text.substr(skipped), request));
  }
}

// Lines that are one object, by a format that looks for a name which is short enough to be found.
void read_object(std::string_view text) {
  simulate::TraceRequest request;
  simulate::LogTemplate form;
  for (const auto field : {simulate::LogField::request_line, simulate::LogField::request_headers}) {
    form.items.emplace_back();
    form.items.back().field = field;
    form.items.back().name = "r";
  }
  form.captures = {"host"};
  for (const auto encoding : {model::Encoding::json, model::Encoding::cbor}) {
    form.encoding = encoding;
    static_cast<void>(simulate::LogLineParser(form).parse(text, request));
  }
}

void read_all(simulate::TraceReader& reader) {
  simulate::TraceRequest request;
  for (auto more = reader.next(request); more && *more;) more = reader.next(request);
}

void read_native(std::string_view text) { read_all(*simulate::read_native(simulate::text_source(std::string(text)))); }

// Bounded: what is packed may unpack to a thousand times its size.
void read_packed(std::string_view text) {
  auto source = simulate::unpack(simulate::text_source(std::string(text)), "fuzz");
  if (!source) return;
  std::vector<char> room(std::size_t{64} << 10);
  for (int i = 0; i < 64; ++i) {
    const auto got = (*source)->read(room.data(), room.size());
    if (!got || *got == 0) return;
    require(*got <= room.size());
  }
}

void read_scenario(std::string_view text) { static_cast<void>(simulate::parse_scenario(text, "fuzz.yaml")); }

void read_model(std::string_view text) {
  const auto model = model::from_json(text);
  if (!model) return;
  const std::string written = model::to_json(*model);
  const auto again = model::from_json(written);
  require(again.has_value() && model::to_json(*again) == written);
}

void read_head(std::string_view text) {
  namespace http1 = runtime::http1;
  const std::size_t newlines = http1::count_leading_newlines(text);
  require(newlines <= text.size());
  std::string bytes(text.substr(newlines));
  static_cast<void>(http1::may_become_request(bytes));
  std::size_t scanned = 0;
  const std::size_t end = http1::find_head_end(bytes, scanned);
  require(end <= bytes.size());
  if (end == 0) return;
  std::string copy = bytes;
  routing::Request request;
  static_cast<void>(http1::parse_request_head(std::span(bytes).first(end), {}, request));
  routing::Response response;
  http1::ResponseVersion version;
  static_cast<void>(http1::parse_response_head(std::span(copy).first(end), {}, response, version));
}

}  // namespace
}  // namespace hapax

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hapax;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'l':
      read_log(text);
      break;
    case 'o':
      read_object(text);
      break;
    case 'n':
      read_native(text);
      break;
    case 'z':
      read_packed(text);
      break;
    case 's':
      read_scenario(text);
      break;
    case 'm':
      read_model(text);
      break;
    default:
      read_head(text);
      break;
  }
  return 0;
}
