#include "config/reading.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>

namespace hapax::config {

bool Reading::is_left_out(Feature feature) const {
  return std::find(options_.without.begin(), options_.without.end(), feature) != options_.without.end();
}

Reading Reading::part(Values& values, Diagnostics& diagnostics, std::uint32_t first_section) const {
  Reading part = *this;
  part.values_ = &values;
  part.diagnostics_ = &diagnostics;
  part.next_section_ = first_section;
  part.is_part_ = true;
  part.below_http.clear();
  part.references.clear();
  part.pattern_files.clear();
  part.acl_ids.clear();
  part.content_rules.clear();
  part.held_formats.clear();
  part.errors_ = part.warnings_ = part.compared_ = 0;
  return part;
}

void Reading::take(Reading&& part) {
  for (Diagnostic& finding : part.diagnostics_->list()) diagnostics_->add(std::move(finding));
  below_http.insert(below_http.end(), part.below_http.begin(), part.below_http.end());
  references.insert(references.end(), part.references.begin(), part.references.end());
  pattern_files.insert(pattern_files.end(), part.pattern_files.begin(), part.pattern_files.end());
  acl_ids.insert(acl_ids.end(), part.acl_ids.begin(), part.acl_ids.end());
  content_rules.insert(content_rules.end(), part.content_rules.begin(), part.content_rules.end());
  std::move(part.held_formats.begin(), part.held_formats.end(), std::back_inserter(held_formats));
  experimental_used = experimental_used || part.experimental_used;
  below_http_in_formats = below_http_in_formats || part.below_http_in_formats;
  datagrams = datagrams || part.datagrams;
  errors_ += part.errors_;
  warnings_ += part.warnings_;
  compared_ += part.compared_;
  next_section_ = part.next_section_;
  if (lost_sections == nullptr) lost_sections = part.lost_sections;
  // The next file may go on with the last section.
  section = part.section;
  broken_section = part.broken_section;
  acls = std::move(part.acls);
  server_names = std::move(part.server_names);
  mode_so_far = part.mode_so_far;
  last_rules = std::move(part.last_rules);
  check_steps = part.check_steps;
  check_option = part.check_option;
}

std::size_t* Reading::counter_of(const Diagnostic& finding) {
  if (finding.origin != Origin::haproxy) return nullptr;
  if (finding.severity == Severity::warning) return &warnings_;
  return finding.severity == Severity::error && finding.refuses ? &errors_ : nullptr;
}

std::vector<Diagnostic> Reading::take_back(std::size_t first) {
  std::vector<Diagnostic>& list = diagnostics_->list();
  const auto begin = list.begin() + static_cast<std::ptrdiff_t>(first);
  for (auto it = begin; it != list.end(); ++it) {
    if (counter_of(*it) != nullptr) --*counter_of(*it);
  }
  std::vector<Diagnostic> taken{std::make_move_iterator(begin), std::make_move_iterator(list.end())};
  list.erase(begin, list.end());
  return taken;
}

void Reading::hold(const Directive& line, std::size_t first) {
  held_formats.push_back({section, &line, take_back(first)});
}

void Reading::say_again(Diagnostic finding) {
  if (std::size_t* const counter = counter_of(finding)) ++*counter;
  diagnostics_->add(std::move(finding));
}

Section& Reading::new_section() {
  std::deque<Section>& sections = config_->sections;
  if (next_section_ == sections.size()) sections.emplace_back();
  Section& made = sections[next_section_];
  made.index = next_section_++;
  return made;
}

ProxyMode Reading::current_mode() {
  if (!mode_so_far) mode_so_far = config_->mode(*section);
  return *mode_so_far;
}

std::optional<bool> says_disabled(const Section& section) {
  if (!section.may_have("disabled") && !section.may_have("enabled")) return std::nullopt;
  for (auto d = section.directives.rbegin(); d != section.directives.rend(); ++d)
    if (d->is("disabled") || d->is("enabled")) return d->is("disabled");
  return std::nullopt;
}

// A defaults section stands above those that inherit from it.
void Reading::settle() {
  settled_.clear();
  settled_.reserve(config_->sections.size());
  for (const Section& s : config_->sections) {
    Settled& settled = settled_.emplace_back();
    const bool inherits = s.defaults != nullptr && s.last("mode") == nullptr;
    settled.mode = inherits ? mode(*s.defaults) : config_->mode(s);
    settled.option_bits = s.option_bits;
    if (s.defaults != nullptr) {
      settled.disabled = disabled(*s.defaults);
      settled.option_bits |= settled_[s.defaults->index].option_bits;
    }
    settled.default_servers = s.all("default-server");
    settled.disabled = says_disabled(s).value_or(settled.disabled);
  }
}

bool Reading::allow_experiment(std::string_view what, Span span, std::string_view instead) {
  experimental_used = true;
  if (experimental) return true;
  error("experimental-keyword", span, quote(what) + " is experimental and must be allowed first",
        fmt::format("write 'expose-experimental-directives' into the global section above this line{}", instead));
  return false;
}

Diagnostic& Reading::add(Origin origin, Severity severity, std::string_view rule, Span span, std::string message,
                         std::string help) {
  Diagnostic d{rule, origin, severity, span, std::move(message), {}, {}, {}, {}};
  if (!help.empty()) d.help.push_back(std::move(help));
  return diagnostics_->add(std::move(d));
}

Diagnostic& Reading::error(std::string_view rule, Span span, std::string message, std::string help) {
  ++errors_;
  return add(Origin::haproxy, Severity::error, rule, span, std::move(message), std::move(help));
}

Diagnostic& Reading::alert(std::string_view rule, Span span, std::string message, std::string help) {
  Diagnostic& made = add(Origin::haproxy, Severity::error, rule, span, std::move(message), std::move(help));
  made.refuses = false;
  return made;
}

Diagnostic& Reading::warning(std::string_view rule, Span span, std::string message, std::string help) {
  ++warnings_;
  return add(Origin::haproxy, Severity::warning, rule, span, std::move(message), std::move(help));
}

Diagnostic& Reading::advice(std::string_view rule, Severity severity, Span span, std::string message,
                            std::string help) {
  return add(Origin::hapax, severity, rule, span, std::move(message), std::move(help));
}

std::string quote(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string out = "'";
  for (const char c : text.substr(0, kLongest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + (text.size() > kLongest ? "...'" : "'");
}

std::string join_or(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += quote(words[i]);
  }
  return out;
}

bool offer_nearest(const Reading& reading, Diagnostic& found, std::string_view word,
                   std::span<const std::string_view> names) {
  const std::optional<std::string_view> near = nearest(word, names);
  if (!near) return false;
  found.help.push_back("did you mean " + quote(*near) + "?");
  // Where quotes or a variable made the word, something else stands in the file.
  const std::string_view text = reading.sources().text(found.span);
  const std::size_t at = text.find(word);
  if (at == std::string_view::npos || text.find(word, at + 1) != std::string_view::npos) return true;
  const Span place{found.span.file, found.span.offset + static_cast<std::uint32_t>(at),
                   static_cast<std::uint32_t>(word.size())};
  found.fix = Fix{"write " + quote(*near), false, {{place, std::string(*near)}}};
  return true;
}

std::pair<const Section*, ServerNames::Found> Reading::find_server(std::string_view name, const Section* own) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return {own, own == nullptr ? ServerNames::Found() : servers.find(*own, name)};
  const Section* const backend = config().find(SectionKind::backend, name.substr(0, slash));
  return {backend, backend == nullptr ? ServerNames::Found() : servers.find(*backend, name.substr(slash + 1))};
}

}  // namespace hapax::config
