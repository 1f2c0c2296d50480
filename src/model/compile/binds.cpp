// `bind`: one Bind for each address of the line.
#include "model/compile/addresses.hpp"
#include "model/compile/bearing.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::Bind;

std::vector<std::string> comma_separated(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    list.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return list;
}

model::TlsVerify verify(std::string_view word) {
  return word == "required"   ? model::TlsVerify::required
         : word == "optional" ? model::TlsVerify::optional
                              : model::TlsVerify::none;
}

// False: the option is not known here.
bool apply(Bind& bind, std::string_view name, std::string_view value) {
  if (name == "ssl") {
    bind.tls = true;
  } else if (name == "crt" || name == "default-crt" || name == "crt-list") {
    bind.certificates.emplace_back(value);
  } else if (name == "name") {
    bind.name = value;
  } else if (name == "id") {
    bind.id = static_cast<std::uint32_t>(integer_value(value));
  } else if (name == "maxconn") {
    bind.maxconn = integer_value(value);
  } else if (name == "accept-proxy") {
    bind.accept_proxy = true;
  } else if (name == "alpn") {
    bind.alpn = comma_separated(value);
  } else if (name == "v6only") {
    bind.v6only = true;
  } else if (name == "verify") {
    bind.verify = verify(value);
  } else if (name == "ca-file") {
    bind.ca_file = value;
  } else if (name == "strict-sni") {
    bind.strict_sni = true;
  } else {
    return bind_option_without_bearing(name);
  }
  return true;
}

void bind_line(Compilation& c, ProxyWork& work, const Directive& line) {
  Bind common;
  common.place = c.place(line.span);
  for (const config::Option& option : line.options()) {
    const std::string_view value = option.words.size() > 1 ? option.words[1].text : std::string_view();
    if (!apply(common, option.name(), value)) {
      c.not_modelled(work.index, option.span(), "bind option " + std::string(option.name()));
    }
  }
  model::Range& binds = c.proxy(work).binds;
  if (binds.empty()) binds.first = static_cast<model::Index>(c.model.binds.size());
  for (const BindAddress& address : bind_endpoints(WordCursor(line.arguments()).peek())) {
    Bind bind = common;
    bind.address = address.endpoint;
    bind.text = address.text;
    bind.quic = address.quic;
    bind.tls = bind.tls || address.quic;
    if (bind.id == 0) bind.id = binds.count + 1;
    c.seen.tls_at_binds = c.seen.tls_at_binds || bind.tls;
    const bool asks = bind.tls && bind.verify != model::TlsVerify::none;
    c.seen.certificates_of_clients = c.seen.certificates_of_clients || asks;
    c.model.binds.push_back(std::move(bind));
    ++binds.count;
  }
}

constexpr Handler kLines[] = {{"bind", bind_line}};

}  // namespace

std::span<const Handler> bind_lines() { return kLines; }

}  // namespace hapax::compile
