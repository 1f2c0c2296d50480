// `compression`: what is done to servers' answers. Requests are compressed only where `direction` says so, which is not
// modelled.
#include "model/compile/handler.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;

void algorithms(Compilation& c, ProxyWork& work, const Directive& line) {
  std::vector<std::string>& list = c.proxy(work).compression.algorithms;
  for (WordCursor words(line.arguments()); !words.done();) list.emplace(list.begin(), words.next());
}

void types(Compilation& c, ProxyWork& work, const Directive& line) {
  std::vector<std::string>& list = c.proxy(work).compression.types;
  for (WordCursor words(line.arguments()); !words.done();) list.emplace_back(words.next());
}

void offload(Compilation& c, ProxyWork& work, const Directive&) { c.proxy(work).compression.offload = true; }

void minimum(Compilation& c, ProxyWork& work, const Directive& line) {
  const auto size = size_value(WordCursor(line.arguments()).peek());
  c.proxy(work).compression.minimum = static_cast<std::int64_t>(size.value_or(0));
}

void direction(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string_view word = WordCursor(line.arguments()).peek();
  c.proxy(work).compression.only_requests = word == "request";
  if (word != "response") c.not_modelled(work.index, line.span, "compression of requests");
}

void of_requests(Compilation&, ProxyWork&, const Directive&) {}

constexpr Handler kLines[] = {
    {"compression algo", algorithms},      {"compression algo-res", algorithms},
    {"compression algo-req", of_requests}, {"compression type", types},
    {"compression type-res", types},       {"compression type-req", of_requests},
    {"compression minsize-res", minimum},  {"compression minsize-req", of_requests},
    {"compression offload", offload},      {"compression direction", direction},
};

}  // namespace

std::span<const Handler> compression_lines() { return kLines; }

}  // namespace hapax::compile
