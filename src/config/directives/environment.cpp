#include "config/directives/environment.hpp"

namespace hapax::config {

void set_environment(Reading& reading, Directive& d) { reading.environment.set(d.text("name"), d.text("value")); }

void preset_environment(Reading& reading, Directive& d) {
  if (!reading.environment.get(d.text("name"))) reading.environment.set(d.text("name"), d.text("value"));
}

void unset_environment(Reading& reading, Directive& d) {
  for (const Word& word : d.arguments()) reading.environment.unset(word.text);
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
