// Health checks: which kind a backend's servers get, and the steps of HTTP and TCP checks.
//
// `option httpchk`, `option tcp-check`, `option mysql-check` ... replace one another, the last one counts; without any
// of them a check only connects. The options of a server say whether it is checked at all.
#include "model/compile/handler.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::CheckStep;
using model::HealthCheck;
using Kind = model::HealthCheck::Kind;

template <Kind Value>
void kind(Compilation&, ProxyWork& work, const Directive& line) {
  work.check_kind = line.no || line.reset ? Kind::connect : Value;
}

// `option httpchk [URI | METHOD URI [VERSION]]`.
void httpchk(Compilation&, ProxyWork& work, const Directive& line) {
  work.check_kind = line.no || line.reset ? Kind::connect : Kind::http;
  const Words words = line.arguments();
  if (words.empty()) return;
  if (words.size() == 1) {
    work.check.uri = words[0].text;
    return;
  }
  work.check.method = words[0].text;
  work.check.uri = words[1].text;
}

// `http-check send meth M uri U ver V hdr N V body B`.
void http_send(Compilation& c, ProxyWork& work, const Directive& line) {
  CheckStep step;
  step.kind = CheckStep::Kind::send_http;
  step.place = c.place(line.span);
  WordCursor words(line.arguments());
  std::string_view value;
  while (!words.done()) {
    if (words.take_value("meth", value)) {
      step.method = value;
    } else if (words.take_value("uri", value)) {
      step.uri = value;
    } else if (words.take_value("ver", value)) {
      step.version = value;
    } else if (words.take_value("body", value)) {
      step.text = value;
    } else if (words.take("hdr")) {
      const std::string_view name = words.next();
      const std::string_view content = words.next();
      step.headers.push_back(std::string(name) + ": " + std::string(content));
      if (name == "host" || name == "Host") work.check.host = content;
    } else {
      c.not_modelled(work.index, line.span, "http-check send " + std::string(words.next()));
      return;
    }
  }
  if (!step.method.empty()) work.check.method = step.method;
  if (!step.uri.empty()) work.check.uri = step.uri;
  work.check_steps.push_back(std::move(step));
}

struct MatchWord {
  std::string_view word;
  CheckStep::Kind kind;
};
constexpr MatchWord kMatches[] = {
    {"status", CheckStep::Kind::expect_status}, {"rstatus", CheckStep::Kind::expect_status_regex},
    {"string", CheckStep::Kind::expect_string}, {"rstring", CheckStep::Kind::expect_regex},
    {"hdr", CheckStep::Kind::expect_header},    {"fhdr", CheckStep::Kind::expect_header}};

// Options before the match take one word each; what they say changes how a failure is reported, not whether it is one.
bool skip_expect_option(WordCursor& words) {
  static constexpr std::string_view kOptions[] = {"comment",     "min-recv",   "ok-status", "error-status",
                                                  "tout-status", "on-success", "on-error",  "status-code"};
  std::string_view value;
  for (const std::string_view option : kOptions) {
    if (words.take_value(option, value)) return true;
  }
  return false;
}

void expect(Compilation& c, ProxyWork& work, const Directive& line) {
  CheckStep step;
  step.place = c.place(line.span);
  WordCursor words(line.arguments());
  while (skip_expect_option(words)) {
  }
  std::string_view word;
  while (word.empty() && !words.done()) {
    word = words.next();
    for (; word.starts_with('!'); word.remove_prefix(1)) step.negated = !step.negated;
  }
  for (const MatchWord& match : kMatches) {
    if (match.word != word) continue;
    step.kind = match.kind;
    step.text = joined(words.rest());
    work.check_steps.push_back(std::move(step));
    return;
  }
  c.not_modelled(work.index, line.span, std::string(line.name()) + " " + std::string(word));
}

void connect(Compilation& c, ProxyWork& work, const Directive& line) {
  CheckStep step;
  step.kind = CheckStep::Kind::connect;
  step.place = c.place(line.span);
  for (const config::Option& option : line.options()) {
    if (option.name() == "port" && option.words.size() > 1) {
      step.port = static_cast<std::uint16_t>(integer_value(option.words[1].text));
    }
    if (option.name() == "ssl") step.tls = true;
  }
  work.check_steps.push_back(std::move(step));
}

std::string bytes_of_hex(std::string_view text) {
  std::string bytes;
  const auto digit = [](char d) { return d <= '9' ? d - '0' : (d | 0x20) - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

template <bool Hexadecimal>
void send(Compilation& c, ProxyWork& work, const Directive& line) {
  CheckStep step;
  step.kind = CheckStep::Kind::send;
  step.place = c.place(line.span);
  const std::string_view data = WordCursor(line.arguments()).peek();
  step.text = Hexadecimal ? bytes_of_hex(data) : std::string(data);
  work.check_steps.push_back(std::move(step));
}

void disable_on_404(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).check_disable_on_404 = !line.no;
}

constexpr Handler kLines[] = {
    {"option httpchk", httpchk},
    {"option tcp-check", kind<Kind::tcp_script>},
    {"option mysql-check", kind<Kind::mysql>},
    {"option pgsql-check", kind<Kind::pgsql>},
    {"option redis-check", kind<Kind::redis>},
    {"option smtpchk", kind<Kind::smtp>},
    {"option ldap-check", kind<Kind::ldap>},
    {"option ssl-hello-chk", kind<Kind::ssl_hello>},
    {"option spop-check", kind<Kind::spop>},
    {"option external-check", kind<Kind::external>},
    {"http-check send", http_send},
    {"http-check expect", expect},
    {"http-check connect", connect},
    {"http-check disable-on-404", disable_on_404},
    {"tcp-check connect", connect},
    {"tcp-check send", send<false>},
    {"tcp-check send-binary", send<true>},
    {"tcp-check expect", expect},
};

}  // namespace

std::span<const Handler> check_lines() { return kLines; }

void finish_checks(Compilation& c, ProxyWork& work) {
  model::Proxy& proxy = c.proxy(work);
  const bool scripted = work.check_kind == Kind::http || work.check_kind == Kind::tcp_script;
  if (scripted) proxy.check_steps = Compilation::append(c.model.check_steps, std::move(work.check_steps));
  for (model::Index i = proxy.servers.first; i < proxy.servers.end(); ++i) {
    HealthCheck& check = c.model.servers[i].check;
    if (check.kind == Kind::none) continue;
    check.kind = work.check_kind;
    check.method = work.check.method;
    check.uri = work.check.uri;
    check.host = work.check.host;
  }
}

}  // namespace hapax::compile
