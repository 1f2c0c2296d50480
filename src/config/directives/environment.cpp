#include "config/directives/environment.hpp"

#include <fmt/format.h>

namespace hapax::config {
namespace {

// No variable's name holds what separates it from its value.
bool can_be_named(Reading& reading, const Directive& d, const Word& word) {
  if (word.text.find('=') == std::string_view::npos) return true;
  reading.error("bad-variable-name", word.span,
                fmt::format("{} is no name of an environment variable", quote(word.text)),
                fmt::format("the value is a word of its own: '{} NAME VALUE'", d.name()));
  return false;
}

}  // namespace

void set_environment(Reading& reading, Directive& d) {
  if (can_be_named(reading, d, d.arg("name")->words[0])) reading.environment.set(d.text("name"), d.text("value"));
}

void preset_environment(Reading& reading, Directive& d) {
  if (!can_be_named(reading, d, d.arg("name")->words[0])) return;
  if (!reading.environment.get(d.text("name"))) reading.environment.set(d.text("name"), d.text("value"));
}

void unset_environment(Reading& reading, Directive& d) {
  for (const Word& word : d.arguments())
    if (can_be_named(reading, d, word)) reading.environment.unset(word.text);
}

void reset_environment(Reading& reading, Directive& d) {
  syntax::Environment kept;
  for (const Word& word : d.arguments()) {
    if (const auto value = reading.environment.get(word.text)) kept.set(word.text, *value);
  }
  reading.environment = std::move(kept);
}

void expose_experimental(Reading& reading, Directive& d) { reading.experimental = !d.no; }
void expose_deprecated(Reading& reading, Directive& d) { reading.deprecated = !d.no; }

}  // namespace hapax::config
