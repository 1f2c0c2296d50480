// Timeouts, limits, retries: lines with one number or time.
#include <array>

#include "model/compile/handler.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::Proxy;
using model::Timeouts;

std::string_view argument(const Directive& line) { return WordCursor(line.arguments()).peek(); }

template <model::Nanoseconds Timeouts::*Member>
void timeout(Compilation& c, ProxyWork& work, const Directive& line) {
  if (const auto time = time_value(argument(line))) c.proxy(work).timeouts.*Member = *time;
}

template <auto Member>
void number(Compilation& c, ProxyWork& work, const Directive& line) {
  auto& member = c.proxy(work).*Member;
  member = static_cast<std::remove_reference_t<decltype(member)>>(integer_value(argument(line)));
}

template <std::string Proxy::*Member>
void text(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).*Member = argument(line);
}

template <model::Nanoseconds Proxy::*Member>
void time(Compilation& c, ProxyWork& work, const Directive& line) {
  if (const auto value = time_value(argument(line))) c.proxy(work).*Member = *value;
}

void monitor_fail(Compilation&, ProxyWork& work, const Directive& line) {
  work.monitor_fail.push_back({&line, work.scope});
}

void force_switch(Compilation&, ProxyWork& work, const Directive& line) {
  work.force_switch.push_back({&line, work.scope});
}

void disabled(Compilation& c, ProxyWork& work, const Directive&) { c.proxy(work).disabled = true; }
void enabled(Compilation& c, ProxyWork& work, const Directive&) { c.proxy(work).disabled = false; }

void id(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).id = static_cast<std::uint32_t>(integer_value(argument(line)));
  work.has_id = true;
}

struct RetryWord {
  std::string_view word;
  std::uint32_t bits;
};
constexpr std::uint32_t kAllRetryable = model::kRetryConnFailure | model::kRetryEmptyResponse |
                                        model::kRetryResponseTimeout | model::kRetryJunkResponse | model::kRetry0Rtt |
                                        model::kRetry500 | model::kRetry502 | model::kRetry503 | model::kRetry504;
constexpr RetryWord kRetryWords[] = {{"none", 0},
                                     {"conn-failure", model::kRetryConnFailure},
                                     {"empty-response", model::kRetryEmptyResponse},
                                     {"response-timeout", model::kRetryResponseTimeout},
                                     {"junk-response", model::kRetryJunkResponse},
                                     {"0rtt-rejected", model::kRetry0Rtt},
                                     {"401", model::kRetry401},
                                     {"403", model::kRetry403},
                                     {"404", model::kRetry404},
                                     {"408", model::kRetry408},
                                     {"425", model::kRetry425},
                                     {"429", model::kRetry429},
                                     {"500", model::kRetry500},
                                     {"501", model::kRetry501},
                                     {"502", model::kRetry502},
                                     {"503", model::kRetry503},
                                     {"504", model::kRetry504},
                                     {"all-retryable-errors", kAllRetryable}};

void retry_on(Compilation& c, ProxyWork& work, const Directive& line) {
  std::uint32_t bits = 0;
  for (const config::Word& word : line.arguments()) {
    for (const RetryWord& known : kRetryWords) {
      if (known.word == word.text) bits |= known.bits;
    }
  }
  c.proxy(work).retry_on = bits;
}

constexpr Handler kLines[] = {
    {"timeout client", timeout<&Timeouts::client>},
    {"timeout server", timeout<&Timeouts::server>},
    {"timeout connect", timeout<&Timeouts::connect>},
    {"timeout queue", timeout<&Timeouts::queue>},
    {"timeout check", timeout<&Timeouts::check>},
    {"timeout tarpit", timeout<&Timeouts::tarpit>},
    {"timeout http-request", timeout<&Timeouts::http_request>},
    {"timeout http-keep-alive", timeout<&Timeouts::http_keep_alive>},
    {"timeout tunnel", timeout<&Timeouts::tunnel>},
    {"timeout client-fin", timeout<&Timeouts::client_fin>},
    {"timeout server-fin", timeout<&Timeouts::server_fin>},
    {"maxconn", number<&Proxy::maxconn>},
    {"fullconn", number<&Proxy::fullconn>},
    {"retries", number<&Proxy::retries>},
    {"rate-limit sessions", number<&Proxy::rate_limit_sessions>},
    {"retry-on", retry_on},
    {"tcp-request inspect-delay", time<&Proxy::inspect_delay>},
    {"tcp-response inspect-delay", time<&Proxy::response_inspect_delay>},
    {"monitor-uri", text<&Proxy::monitor_uri>},
    {"http-send-name-header", text<&Proxy::send_name_header>},
    {"monitor fail", monitor_fail},
    {"force-be-switch", force_switch},
    {"disabled", disabled},
    {"enabled", enabled},
    {"id", id},
};

}  // namespace

std::span<const Handler> limit_lines() { return kLines; }

}  // namespace hapax::compile
