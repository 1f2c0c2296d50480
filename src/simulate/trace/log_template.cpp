// From format strings to templates. Names of items are HAProxy's aliases.

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include <hapax/simulate/log_trace.hpp>

namespace hapax::simulate {
namespace {

struct Alias {
  std::string_view name;
  LogField field;
};

constexpr std::array kAliases{
    Alias{"ci", LogField::client_ip},
    Alias{"cp", LogField::client_port},
    Alias{"t", LogField::accept_date},
    Alias{"tr", LogField::request_date},
    Alias{"T", LogField::clf_date},
    Alias{"Tl", LogField::clf_date},
    Alias{"trg", LogField::clf_date},
    Alias{"trl", LogField::clf_date},
    Alias{"Ts", LogField::epoch_seconds},
    Alias{"ms", LogField::milliseconds},
    Alias{"f", LogField::frontend},
    Alias{"ft", LogField::frontend},
    Alias{"b", LogField::backend},
    Alias{"s", LogField::server},
    Alias{"TR", LogField::timer_request},
    Alias{"Th", LogField::timer_handshake},
    Alias{"Ti", LogField::timer_idle},
    Alias{"Tw", LogField::timer_queue},
    Alias{"Tc", LogField::timer_connect},
    Alias{"Tr", LogField::timer_response},
    Alias{"Ta", LogField::timer_active},
    Alias{"Tt", LogField::timer_total},
    Alias{"ST", LogField::status},
    Alias{"B", LogField::bytes_read},
    Alias{"U", LogField::bytes_uploaded},
    Alias{"CC", LogField::request_cookie},
    Alias{"ts", LogField::termination},
    Alias{"tsc", LogField::termination},
    Alias{"hr", LogField::request_headers},
    Alias{"hs", LogField::response_headers},
    Alias{"r", LogField::request_line},
    Alias{"HM", LogField::method},
    Alias{"HP", LogField::path},
    Alias{"HPO", LogField::path},
    Alias{"HQ", LogField::query},
    Alias{"HU", LogField::uri},
    Alias{"HV", LogField::version},
    Alias{"sslv", LogField::tls_version},
    Alias{"{ua}", LogField::user_agent},
    Alias{"{referer}", LogField::referer},
};

LogField field_of(std::string_view alias) {
  const auto* found = std::find_if(kAliases.begin(), kAliases.end(), [&](const Alias& a) { return a.name == alias; });
  return found == kAliases.end() ? LogField::ignored : found->field;
}

// A compact form of the well-known formats: literals, %alias up to a character that cannot belong to it, %"alias for a
// quoted item.
LogTemplate parse_compact(std::string name, std::string_view text) {
  LogTemplate result;
  result.name = std::move(name);
  std::string literal;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '%') {
      literal += text[i++];
      continue;
    }
    LogItem item;
    ++i;
    item.quoted = i < text.size() && text[i] == '"';
    if (item.quoted) ++i;
    const std::size_t begin = i;
    while (i < text.size() &&
           (std::isalpha(static_cast<unsigned char>(text[i])) != 0 || text[i] == '{' || text[i] == '}'))
      ++i;
    item.field = field_of(text.substr(begin, i - begin));
    item.before = std::move(literal);
    literal.clear();
    result.items.push_back(std::move(item));
  }
  result.after = literal;
  return result;
}

// Up to the first comma outside of parentheses.
std::string_view first_call(std::string_view expression) {
  int depth = 0;
  const auto end = std::find_if(expression.begin(), expression.end(), [&depth](char c) {
    depth += static_cast<int>(c == '(') - static_cast<int>(c == ')');
    return c == ',' && depth == 0;
  });
  return expression.substr(0, static_cast<std::size_t>(end - expression.begin()));
}

// The fetch of an expression whose converters leave its text as it is, but for letters and escapes; else nothing.
std::string_view fetch_as_it_is(std::string_view expression) {
  constexpr std::array<std::string_view, 5> kHarmless{"json", "lower", "upper", "ltrim", "rtrim"};
  const std::string_view fetch = first_call(expression);
  for (std::string_view rest = expression.substr(fetch.size()); !rest.empty();) {
    const std::string_view converter = first_call(rest.substr(1));
    const std::string_view name = converter.substr(0, converter.find('('));
    if (std::find(kHarmless.begin(), kHarmless.end(), name) == kHarmless.end()) return {};
    rest.remove_prefix(converter.size() + 1);
  }
  return fetch;
}

// The header that a fetch such as req.hdr(host) or capture.req.hdr(0) takes from the request; empty for others.
std::string header_of(std::string_view fetch, const std::vector<std::string>& captures) {
  const auto argument = [fetch](std::string_view name) -> std::string_view {
    if (!fetch.starts_with(name)) return {};
    const std::string_view rest = fetch.substr(name.size());
    const std::size_t end = rest.find_first_of(",)");
    if (!rest.starts_with('(') || end == std::string_view::npos) return {};
    return rest.substr(1, end - 1);
  };
  std::string name;
  for (const std::string_view known : {"req.hdr", "req.fhdr", "hdr"}) {
    if (const auto found = argument(known); !found.empty()) name = found;
  }
  if (const auto number = argument("capture.req.hdr"); !number.empty()) {
    std::size_t index = captures.size();
    std::from_chars(number.data(), number.data() + number.size(), index);
    if (index < captures.size()) name = captures[index];
  }
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

LogField field_of_fetch(std::string_view fetch) {
  constexpr std::array kFetches{
      Alias{"src", LogField::client_ip},  Alias{"src_port", LogField::client_port},
      Alias{"method", LogField::method},  Alias{"capture.req.method", LogField::method},
      Alias{"path", LogField::path},      Alias{"query", LogField::query},
      Alias{"url", LogField::uri},        Alias{"capture.req.uri", LogField::uri},
      Alias{"pathq", LogField::uri},      Alias{"capture.req.ver", LogField::version},
      Alias{"ssl_fc_sni", LogField::sni}, Alias{"status", LogField::status},
  };
  const auto* found = std::find_if(kFetches.begin(), kFetches.end(), [&](const Alias& a) { return a.name == fetch; });
  return found == kFetches.end() ? LogField::ignored : found->field;
}

// What a rule sets the variable of "var(txn.host)" to for every request, such as "req.hdr(host)", if the format prints
// it as it is; else the expression.
std::string_view behind_variable(const model::RoutingModel& model, const model::Proxy& proxy,
                                 std::string_view expression) {
  if (!fetch_as_it_is(expression).starts_with("var(")) return expression;
  const std::string_view name = expression.substr(4, expression.find_first_of(",)") - 4);
  const std::string setting = fmt::format("http-request set-var({}) ", name);
  const model::Range rules = proxy.rules[static_cast<std::size_t>(model::RuleSet::http_request)];
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    const std::string_view text = model.rules[i].text;
    if (model.rules[i].condition == model::kNone && text.starts_with(setting)) return text.substr(setting.size());
  }
  return expression;
}

LogItem item_of(const model::RoutingModel& model, const model::Proxy& proxy, const model::FormatPiece& piece,
                const std::vector<std::string>& captures) {
  LogItem item;
  item.name = piece.name;
  item.json = piece.encoding == model::Encoding::json;
  item.quoted = piece.quoted || item.json;
  if (piece.kind == model::FormatPiece::Kind::alias) {
    item.field = field_of(piece.literal);
    return item;
  }
  const std::string& text = model.expressions[piece.expression].text;
  item.json = item.json || text.find(",json") != std::string::npos;
  const std::string_view fetch = fetch_as_it_is(behind_variable(model, proxy, text));
  item.header = header_of(fetch, captures);
  item.field = item.header.empty() ? field_of_fetch(fetch) : LogField::header;
  return item;
}

std::vector<std::string> capture_names(const model::Proxy& proxy) {
  std::vector<std::string> names;
  for (const model::Capture& capture : proxy.captures) names.push_back(capture.name);
  return names;
}

bool same_items(const LogTemplate& a, const LogTemplate& b) {
  return a.captures == b.captures && a.after == b.after && a.encoding == b.encoding &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                    [](const LogItem& x, const LogItem& y) {
                      return x.field == y.field && x.before == y.before && x.quoted == y.quoted &&
                             x.header == y.header && x.json == y.json && x.name == y.name;
                    });
}

void add_once(std::vector<LogTemplate>& list, LogTemplate form) {
  for (const LogTemplate& known : list) {
    if (same_items(known, form)) return;
  }
  list.push_back(std::move(form));
}

}  // namespace

LogTemplate http_log_template() {
  return parse_compact("HAProxy HTTP log",
                       "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq "
                       "%hr %hs %\"r");
}

LogTemplate https_log_template() {
  return parse_compact("HAProxy HTTPS log",
                       "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq "
                       "%hr %hs %\"r %fce/%x/%x/%x/%x %x/%sslv/%sslc");
}

LogTemplate tcp_log_template() {
  return parse_compact("HAProxy TCP log", "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq");
}

LogTemplate common_log_template() { return parse_compact("Common Log Format", "%ci %x %x [%T] %\"r %ST %B"); }

LogTemplate combined_log_template() {
  return parse_compact("Combined Log Format", "%ci %x %x [%T] %\"r %ST %B %\"{referer} %\"{ua}");
}

LogTemplate template_of(const model::RoutingModel& model, const model::Proxy& proxy) {
  LogTemplate result;
  result.name = fmt::format("log-format of '{}'", proxy.name);
  result.captures = capture_names(proxy);
  result.encoding = model.formats[proxy.log_format].encoding;
  const model::Range pieces = model.formats[proxy.log_format].pieces;
  std::string literal;
  for (model::Index i = pieces.first; i < pieces.end(); ++i) {
    const model::FormatPiece& piece = model.format_pieces[i];
    if (piece.kind == model::FormatPiece::Kind::literal) {
      literal += piece.literal;
      continue;
    }
    LogItem item = item_of(model, proxy, piece, result.captures);
    // A list in an object; elsewhere nothing tells its parts from each other.
    const bool list = result.encoding != model::Encoding::none && piece.literal == "hrl";
    if (list && piece.kind == model::FormatPiece::Kind::alias) item.field = LogField::request_headers;
    item.before = std::move(literal);
    literal.clear();
    result.items.push_back(std::move(item));
  }
  result.after = literal;
  return result;
}

std::vector<LogTemplate> templates_for(const model::RoutingModel& model) {
  std::vector<LogTemplate> result;
  for (const model::Proxy& proxy : model.proxies) {
    if (proxy.kind != model::Proxy::Kind::backend && proxy.log_format != model::kNone) {
      add_once(result, template_of(model, proxy));
    }
  }
  for (LogTemplate form : {http_log_template(), https_log_template(), tcp_log_template()}) {
    for (const model::Proxy& proxy : model.proxies) {
      if (proxy.kind == model::Proxy::Kind::backend || proxy.captures.empty()) continue;
      form.captures = capture_names(proxy);
      break;
    }
    add_once(result, std::move(form));
  }
  result.push_back(combined_log_template());
  result.push_back(common_log_template());
  return result;
}

}  // namespace hapax::simulate
