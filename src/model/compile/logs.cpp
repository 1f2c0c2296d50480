// Logs and what is captured for them: `log`, `log-format`, `option httplog`, `capture`, `unique-id-format`.
#include "model/compile/addresses.hpp"
#include "model/compile/formats.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/log_targets.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;

// What the options stand for, as the manual defines them.
constexpr std::string_view kTcp = "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";
constexpr std::string_view kHttp =
    "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";
constexpr std::string_view kHttps =
    "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r "
    "%[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] %[ssl_fc_sni]/%sslv/%sslc";
constexpr std::string_view kClf =
    "%{+Q}o %{-Q}ci - - [%trg] %r %ST %B \"\" \"\" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq "
    "%bq %CC %CS %hrl %hsl";

void httplog(Compilation&, ProxyWork& work, const Directive& line) {
  work.log_format = WordCursor(line.arguments()).peek() == "clf" ? kClf : kHttp;
}
void httpslog(Compilation&, ProxyWork& work, const Directive&) { work.log_format = kHttps; }
void tcplog(Compilation&, ProxyWork& work, const Directive&) { work.log_format = kTcp; }
void log_format(Compilation&, ProxyWork& work, const Directive& line) {
  work.log_format = WordCursor(line.arguments()).peek();
}
void unique_id_format(Compilation&, ProxyWork& work, const Directive& line) {
  work.unique_id_format = WordCursor(line.arguments()).peek();
}
void unique_id_header(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).unique_id_header = WordCursor(line.arguments()).peek();
}

void log(Compilation& c, ProxyWork& work, const Directive& line) {
  std::vector<model::LogTarget>& logs = c.proxy(work).logs;
  if (line.no) {
    logs.clear();
  } else if (WordCursor(line.arguments()).peek() == "global") {
    logs.insert(logs.end(), c.global_logs.begin(), c.global_logs.end());
  } else if (auto target = log_target(c, line)) {
    logs.push_back(std::move(*target));
  }
}

model::Capture capture_of(const Directive& line) {
  model::Capture capture;
  WordCursor words(line.arguments());
  capture.name = words.next();
  std::string_view length;
  if (words.take_value("len", length)) capture.length = static_cast<std::uint32_t>(integer_value(length));
  return capture;
}

void capture_request(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).captures.push_back(capture_of(line));
}
void capture_response(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).response_captures.push_back(capture_of(line));
}
void capture_cookie(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).cookie_capture = capture_of(line);
}
// `declare capture request len N`
void declare_capture(Compilation& c, ProxyWork& work, const Directive& line) {
  model::Capture capture = capture_of(line);
  const bool request = capture.name == "request";
  capture.name.clear();
  (request ? c.proxy(work).captures : c.proxy(work).response_captures).push_back(std::move(capture));
}

constexpr Handler kLines[] = {{"log", log},
                              {"log-format", log_format},
                              {"option httplog", httplog},
                              {"option httpslog", httpslog},
                              {"option tcplog", tcplog},
                              {"unique-id-format", unique_id_format},
                              {"unique-id-header", unique_id_header},
                              {"capture request header", capture_request},
                              {"capture response header", capture_response},
                              {"capture cookie", capture_cookie},
                              {"declare capture", declare_capture}};

}  // namespace

std::span<const Handler> log_lines() { return kLines; }

std::optional<model::LogTarget> log_target(Compilation& c, const Directive& line) {
  model::LogTarget target;
  target.place = c.place(line.span);
  WordCursor words(line.arguments());
  const std::string_view address = words.next();
  target.address = endpoint(address);
  if (address == "stdout" || address == "stderr" || address.find("ring@") != std::string_view::npos ||
      address.find("backend@") != std::string_view::npos) {
    target.address = {};
    target.address.family = model::Endpoint::Family::other;
    target.address.host = address;
  }
  if (target.address.family == model::Endpoint::Family::none) return std::nullopt;
  const bool ip = target.address.family == model::Endpoint::Family::ipv4 ||
                  target.address.family == model::Endpoint::Family::ipv6 ||
                  target.address.family == model::Endpoint::Family::name;
  if (ip && target.address.port == 0) target.address.port = target.address.last_port = 514;
  std::string_view value;
  while (!words.done()) {
    if (words.take_value("len", value)) {
      target.max_length = static_cast<std::uint32_t>(integer_value(value));
    } else if (words.take_value("format", value)) {
      target.format = value;
    } else if (!words.take_value("sample", value) && !words.take_value("profile", value)) {
      break;
    }
  }
  target.facility = words.next();
  target.level = words.next();
  target.minimum = words.next();
  return target;
}

void compile_logs(Compilation& c, ProxyWork& work) {
  model::Proxy& proxy = c.proxy(work);
  // In TCP mode the HTTP formats have nothing to say; HAProxy warns and takes the TCP one.
  const bool http_format = work.log_format == kHttp || work.log_format == kHttps || work.log_format == kClf;
  if (proxy.mode != model::Mode::http && http_format) work.log_format = kTcp;
  if (!work.log_format.empty()) {
    const auto format = compile_log_format(c, work, work.log_format);
    if (format) c.proxy(work).log_format = *format;
  }
  if (!work.unique_id_format.empty()) {
    const auto format = compile_log_format(c, work, work.unique_id_format);
    if (format) c.proxy(work).unique_id_format = *format;
  }
}

}  // namespace hapax::compile
