#include <hapax/config/config.hpp>

#include <array>

#include <hapax/base/edit_distance.hpp>

#include "config/storage.hpp"

namespace hapax::config {
namespace {

template <class T>
const T* get(const Arg* arg) {
  return arg == nullptr ? nullptr : std::get_if<T>(&arg->value);
}

template <class T>
const T* pointer(const Arg* arg) {
  const T* const* const found = get<const T*>(arg);
  return found == nullptr ? nullptr : *found;
}

}  // namespace

const Arg* Arguments::arg(std::string_view name) const {
  for (const Arg& a : args) {
    if (a.name() == name) return &a;
  }
  return nullptr;
}

std::string_view Arguments::text(std::string_view name) const {
  const Arg* const found = arg(name);
  return found == nullptr || found->words.empty() ? std::string_view() : found->words.front().text;
}

std::optional<std::int64_t> Arguments::integer(std::string_view name) const {
  const Integer* const found = get<Integer>(arg(name));
  return found == nullptr ? std::nullopt : std::optional(found->value);
}

std::optional<std::int64_t> Arguments::duration(std::string_view name) const {
  const Duration* const found = get<Duration>(arg(name));
  return found == nullptr ? std::nullopt : std::optional(found->us);
}

std::optional<std::uint64_t> Arguments::size(std::string_view name) const {
  const Size* const found = get<Size>(arg(name));
  return found == nullptr ? std::nullopt : std::optional(found->bytes);
}

const syntax::Address* Arguments::address(std::string_view name) const { return pointer<syntax::Address>(arg(name)); }
const syntax::Expression* Arguments::expression(std::string_view name) const {
  return pointer<syntax::Expression>(arg(name));
}
const syntax::LogFormat* Arguments::format(std::string_view name) const {
  return pointer<syntax::LogFormat>(arg(name));
}
const syntax::AclDefinition* Arguments::acl(std::string_view name) const {
  return pointer<syntax::AclDefinition>(arg(name));
}

OptionList Arguments::parameters() const {
  for (const Arg& a : args)
    if (std::holds_alternative<OptionList>(a.value)) return a.options();
  return {};
}

const Option* Arguments::parameter(std::string_view name) const {
  for (const Option& o : parameters())
    if (o.name() == name) return &o;
  return nullptr;
}

std::string_view Directive::name() const {
  if (row != nullptr) return row->name;
  const std::size_t first = no || reset ? 1 : 0;
  return words.size() > first ? words[first].text : std::string_view();
}

// The first list of options and the first action count.
void Directive::take_args(std::span<const Arg> arguments) {
  args = arguments;
  for (std::size_t i = arguments.size(); i-- > 0;) {
    if (std::holds_alternative<OptionList>(arguments[i].value)) options_at_ = static_cast<std::uint8_t>(i);
    if (pointer<Action>(&arguments[i]) != nullptr) action_at_ = static_cast<std::uint8_t>(i);
  }
  for (const Option& o : options()) {
    option_bits_ |= name_bit(o.name());
    if (o.name().starts_with("no-")) option_bits_ |= name_bit(o.name().substr(3));
  }
}

const Option* Directive::find_option(std::string_view name) const {
  const Option* found = nullptr;
  for (const Option& o : options()) {
    if (o.name() == name) found = &o;
  }
  return found;
}

const syntax::Condition* Directive::condition() const { return pointer<syntax::Condition>(arg("condition")); }

const Directive* Section::find_last(std::string_view wanted) const {
  for (auto it = directives.rbegin(); it != directives.rend(); ++it) {
    if (it->is(wanted)) return &*it;
  }
  return nullptr;
}

std::vector<const Directive*> Section::all(std::string_view wanted) const {
  std::vector<const Directive*> list;
  if (!may_have(wanted)) return list;
  for (const Directive& d : directives) {
    if (d.is(wanted)) list.push_back(&d);
  }
  return list;
}

Config::Config() : storage_(std::make_unique<Storage>()) {}
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(Config&&) noexcept = default;
Config::~Config() = default;

const Section* Config::find(SectionKind kind, std::string_view name) const {
  const std::uint32_t first = storage_->first_named(name);
  for (std::uint32_t i = first; i != kNoSection; i = storage_->next_named(i)) {
    const Section& s = sections[i];
    if (s.kind == kind) return &s;
    if (s.kind == SectionKind::listen && (kind == SectionKind::frontend || kind == SectionKind::backend)) return &s;
  }
  return nullptr;
}

std::vector<const Section*> Config::all(SectionKind kind) const {
  std::vector<const Section*> list;
  for (const std::uint32_t index : storage_->by_kind[static_cast<std::size_t>(kind)]) list.push_back(&sections[index]);
  return list;
}

const Directive* Config::effective(const Section& section, std::string_view name) const {
  for (const Section* s = &section; s != nullptr; s = s->defaults) {
    if (const Directive* found = s->last(name)) return found;
  }
  return nullptr;
}

ProxyMode Config::mode(const Section& section) const {
  const Directive* const mode = effective(section, "mode");
  const std::string_view word = mode == nullptr ? "tcp" : mode->text("mode");
  if (word == "tcp") return ProxyMode::tcp;
  if (word == "http") return ProxyMode::http;
  if (word == "log") return ProxyMode::log;
  if (word == "spop") return ProxyMode::spop;
  if (word == "haterm") return ProxyMode::haterm;
  // Refused, 'https' and 'htp' still say that requests are meant.
  constexpr std::array<std::string_view, 2> kUsual{"tcp", "http"};
  return word.starts_with("http") || nearest(word, kUsual) == "http" ? ProxyMode::http : ProxyMode::tcp;
}

bool Config::option(const Section& section, std::string_view name) const {
  for (const Section* s = &section; s != nullptr; s = s->defaults) {
    const Directive* const found = s->last(name);
    if (found != nullptr && !found->reset) return !found->no;
    if (found != nullptr) return false;
  }
  return false;
}

}  // namespace hapax::config
