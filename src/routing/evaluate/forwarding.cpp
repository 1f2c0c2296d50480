#include "routing/evaluate/forwarding.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "routing/convert/converters.hpp"
#include "routing/fetch/fetches.hpp"
#include "routing/fetch/tls.hpp"
#include "routing/http/headers.hpp"
#include "routing/pattern/parse.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// Is the address within the network as written? False for an empty one.
bool lies_in(const Address& address, const std::string& network) {
  model::PatternSet set;
  set.method = model::Match::ip;
  model::Pattern pattern;
  if (network.empty() || !parse_network(network, pattern)) return false;
  set.patterns.push_back(pattern);
  Sample sample;
  return sample.set_address(address) && Patterns(set, {}).find(sample) != nullptr;
}

/// What `option forwardfor` and `option originalto` say, in a frontend or a backend.
struct Wish {
  bool if_none = false;
  std::string_view header;
};

void add_address(Context& c, const Wish& wish, const Address& address) {
  Headers& headers = c.transaction->request.headers;
  if (wish.if_none && find_header(headers, wish.header)) return;
  Sample sample;
  if (!sample.set_address(address) || !cast(sample, SampleType::string, c.arena)) return;
  headers.push_back({wish.header, sample.text});
}

/// `127.0.0.1`, or in quotes `"127.0.0.1:80"`, `"[::1]"`.
std::string node_text(const Address& address, bool with_port, Context& c) {
  Sample sample;
  if (!sample.set_address(address) || !cast(sample, SampleType::string, c.arena)) return "unknown";
  const bool ipv6 = address.family == Address::Family::ipv6;
  std::string text = ipv6 ? fmt::format("[{}]", sample.text) : std::string(sample.text);
  if (with_port) text += fmt::format(":{}", address.port);
  return ipv6 || with_port ? fmt::format("\"{}\"", text) : text;
}

/// Does an element of a Forwarded header keep to RFC 7239?
bool is_valid(std::string_view element, Context& c) {
  Sample sample;
  sample.set_string(element);
  return convert_function(model::ConverterId::rfc7239_is_valid)({}, c, sample) && sample.number != 0;
}

bool are_valid(const Headers& headers, Context& c) {
  HeaderCursor cursor;
  std::string_view element;
  bool valid = true;
  while (valid && next_value(headers, "forwarded", false, cursor, element)) valid = is_valid(element, c);
  return valid;
}

/// The Host header in quotes; nothing between them where it is no host.
std::string host_text(Context& c) {
  const std::string text = fmt::format("\"{}\"", find_header(c.transaction->request.headers, "host").value_or(""));
  return is_valid("host=" + text, c) ? text : "\"\"";
}

/// `option forwarded`: goes on in the last Forwarded header if all of them are as they should be.
void add_forwarded(const std::vector<std::string>& parts, Context& c) {
  const auto has = [&](std::string_view part) { return std::find(parts.begin(), parts.end(), part) != parts.end(); };
  Headers& headers = c.transaction->request.headers;
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!text.empty()) text += ';';
    text.append(name).append("=").append(value);
  };
  if (has("proto")) add("proto", terminates_tls(c) ? "https" : "http");
  if (has("host")) add("host", host_text(c));
  if (has("by") || has("by_port")) add("by", node_text(c.destination(), has("by_port"), c));
  if (has("for") || has("for_port")) add("for", node_text(c.source(), has("for_port"), c));
  const bool valid = are_valid(headers, c);
  for (auto header = headers.rbegin(); valid && header != headers.rend(); ++header) {
    if (!equal_ignoring_case(header->name, "forwarded")) continue;
    header->value = c.arena.copy(fmt::format("{},{}", header->value, text));
    return;
  }
  headers.push_back({"forwarded", c.arena.copy(text)});
}

}  // namespace

void add_forwarding_headers(Context& c) {
  const model::Proxy& frontend = c.world.model.proxies[c.connection().frontend];
  const model::Proxy& backend = c.world.model.proxies[c.transaction->ticket.backend];
  std::string_view id;
  // The identifier is made here at the latest, whether or not anybody asks for it.
  if (unique_id(c, id) && !frontend.unique_id_header.empty()) {
    c.transaction->request.headers.push_back({frontend.unique_id_header, id});
  }
  const std::vector<std::string>& forwarded = backend.forwarded.empty() ? frontend.forwarded : backend.forwarded;
  if (!forwarded.empty()) add_forwarded(forwarded, c);
  // The backend's header name goes before the frontend's; `if-none` counts when all who ask for the header say so.
  if ((frontend.forward_for || backend.forward_for) && !lies_in(c.source(), frontend.forward_for_except) &&
      !lies_in(c.source(), backend.forward_for_except)) {
    const model::Proxy& chosen = backend.forward_for ? backend : frontend;
    const bool if_none = (!frontend.forward_for || frontend.forward_for_if_none) &&
                         (!backend.forward_for || backend.forward_for_if_none);
    add_address(c, {if_none, chosen.forward_for_header}, c.source());
  }
  if ((frontend.original_to || backend.original_to) && !lies_in(c.destination(), frontend.original_to_except) &&
      !lies_in(c.destination(), backend.original_to_except)) {
    const model::Proxy& chosen = backend.original_to ? backend : frontend;
    add_address(c, {chosen.original_to_if_none, chosen.original_to_header}, c.destination());
  }
}

}  // namespace hapax::routing
