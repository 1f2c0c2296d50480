#include "model/compile/overwritten.hpp"

#include <algorithm>
#include <array>

namespace hapax::compile {
namespace {

using model::ConverterId;
using model::FetchId;
using model::SampleType;

/// Is the text put together in a buffer, and not a piece of the message or of the configuration?
bool is_put_together(FetchId fetch, model::Range arguments) {
  constexpr std::array kMade = {FetchId::var,
                                FetchId::base,
                                FetchId::baseq,
                                FetchId::base32_src,
                                FetchId::url32_src,
                                FetchId::req__hdr_names,
                                FetchId::req__hdrs,
                                FetchId::req__hdrs_bin,
                                FetchId::req__cook_names,
                                FetchId::req__body,
                                FetchId::req__body_param,
                                FetchId::res__hdr_names,
                                FetchId::res__hdrs,
                                FetchId::res__hdrs_bin,
                                FetchId::res__cook_names,
                                FetchId::res__body,
                                FetchId::http_auth_user,
                                FetchId::http_auth_pass,
                                FetchId::sc_key};
  if (fetch == FetchId::query) return arguments.count > 0;
  return std::find(kMade.begin(), kMade.end(), fetch) != kMade.end();
}

bool is_text(SampleType type) {
  return type == SampleType::string || type == SampleType::binary || type == SampleType::any;
}

/// when(acl,NAME): an ACL may use the buffer where the text is.
bool asks_for_acl(const model::RoutingModel& model, const model::Converter& converter) {
  const model::Range arguments = converter.arguments;
  return converter.id == ConverterId::when && model.arguments[arguments.first].text.ends_with("acl");
}

}  // namespace

std::optional<Overwriting> find_overwriting(const model::RoutingModel& model, FetchId fetch, model::Range arguments,
                                            model::Range chain) {
  SampleType type = model::type_of(fetch);
  bool put_together = is_put_together(fetch, arguments);
  for (model::Index i = chain.first; i + 1 < chain.end(); ++i) {
    const model::Converter& converter = model.converters[i];
    const ConverterId id = converter.id;
    const bool truth = type == SampleType::boolean;
    const bool number = truth || type == SampleType::integer;
    constexpr std::string_view kOfNumber = "of a number, with another converter behind it";
    if (id == ConverterId::rfc7239_nn && number) return Overwriting{"rfc7239_nn", kOfNumber};
    if (id == ConverterId::rfc7239_np && truth) return Overwriting{"rfc7239_np", kOfNumber};
    if (put_together && is_text(type) && asks_for_acl(model, converter)) {
      return Overwriting{"when", "of a text that was put together, with another converter behind it"};
    }
    const SampleType out = model::output_of(id);
    if (out != SampleType::any) type = out;
    put_together = put_together || id != ConverterId::when;
  }
  return std::nullopt;
}

}  // namespace hapax::compile
