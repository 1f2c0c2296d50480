#include "model/compile/compilation.hpp"

#include <algorithm>

namespace hapax::compile {

model::Place Compilation::place(const Span& span) const {
  if (findings_only) return {};  // findings have spans
  return {span.file, config.sources->begin(span).line};
}

void Compilation::forget_line() {
  if (!findings_only) return;
  const auto clear = [](auto&... table) { (table.clear(), ...); };
  known_expressions.leave_alone(model);
  clear(model.pattern_sets, model.formats, model.format_pieces);
}

const SharedNames& Compilation::shared_names() {
  if (read_all_names != nullptr) seen = std::exchange(read_all_names, nullptr)(*this);
  return seen;
}

void Compilation::not_modelled(model::Index proxy_index, const Span& span, std::string what) {
  model.not_modelled.push_back({place(span), proxy_index, what});
  remark(span, "answers about traffic leave this out: " + what);
}

void Compilation::remark(const Span& span, std::string message) {
  // A line of a defaults section comes here once for each proxy that inherits it.
  if (!remarked.emplace(span.file, span.offset, message).second) return;
  Diagnostic finding;
  finding.rule = "not-modelled";
  finding.origin = Origin::hapax;
  finding.severity = Severity::info;
  finding.span = span;
  finding.message = std::move(message);
  diagnostics.add(std::move(finding));
}

std::optional<std::string_view> Compilation::environment(std::string_view name) const {
  return variables_of_process == nullptr ? std::nullopt : variables_of_process->get(name);
}

model::Index Compilation::file_index(std::string_view name) {
  const auto found = std::find(model.files.begin(), model.files.end(), name);
  if (found != model.files.end()) return static_cast<model::Index>(found - model.files.begin());
  return append_one(model.files, std::string(name));
}

model::Index Compilation::own_table(const ProxyWork& work) const {
  return work.index == model::kNone ? model::kNone : model.proxies[work.index].stick_table;
}

std::string Compilation::own_name(const ProxyWork& work) const {
  return work.index == model::kNone ? std::string() : model.proxies[work.index].name;
}

}  // namespace hapax::compile
