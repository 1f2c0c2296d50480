// Numbers (`id`) and names (`guid`) that must differ.
#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/checks.hpp"
#include "config/typing/texts.hpp"

namespace hapax::config {
namespace {

// What has been used so far, by its text.
class Used {
 public:
  Used(Reading& reading, std::string_view what) : reading_(reading), what_(what) {}

  void take(std::string key, Span span) {
    if (key.empty()) return;
    const auto [it, fresh] = first_.try_emplace(std::move(key), span);
    if (fresh) return;
    Diagnostic& d =
        reading_.error("duplicate-id", span, fmt::format("{} {} is used above already", what_, quote(it->first)),
                       "choose another one");
    d.related.push_back({it->second, "used here first"});
  }

 private:
  Reading& reading_;
  std::string_view what_;
  std::unordered_map<std::string, Span> first_;
};

std::string number(std::string_view text) {
  const auto value = syntax::leading_integer(text).value;
  return value > 0 ? std::to_string(value) : std::string();
}

// The first of a template's servers has the id of the line.
bool is_server(const Directive& d) { return d.is("server") || d.is("server-template") || d.is("peer"); }
bool listens(const Directive& d) { return d.is("bind") || d.is("dgram-bind"); }

// A listener with two ids HAProxy finds among those that have one.
void check_second_id(Reading& reading, const Directive& d) {
  const auto options = d.options();
  const auto count = std::count_if(options.begin(), options.end(), [](const Option& o) { return o.name() == "id"; });
  if (count > 1) reading.error("duplicate-id", d.span, "this line has an id already", "write 'id' once");
}

void check_options(Reading& reading, const Section& section, bool (*wanted)(const Directive&)) {
  Used used(reading, "the id");
  for (const Directive& d : section.directives) {
    if (!d.may_have_option("id") || !wanted(d)) continue;
    if (listens(d)) check_second_id(reading, d);
    if (const Option* const id = d.option("id"); id != nullptr && !id->args.empty())
      used.take(number(id->first_word()), d.span);
  }
}

// A second `id` of one proxy meets the first.
void check_own_id(Reading& reading, const Section& section, Used& proxies) {
  const auto ids = section.all("id");
  for (const Directive* const id : ids) {
    if (id == ids.front() || id->args.empty()) continue;
    reading.error("duplicate-id", id->span, fmt::format("{} has an id already", proxy_title(section)),
                  "remove one of the lines");
  }
  if (!ids.empty() && !ids.back()->args.empty()) proxies.take(number(ids.back()->first_word()), ids.back()->span);
}

void take_prefix(Reading& reading, Used& prefixes, const Option& prefix, const Directive& d) {
  const std::string_view text = prefix.first_word();
  if (is_guid(text)) return prefixes.take(std::string(text), d.span);
  reading.error("bad-name-character", d.span, fmt::format("no GUID can begin with {}", quote(text)),
                "it is made of letters, digits, '-', '_', '.' and ':'");
}

// Listeners that are started are named by the prefix and a number. HAProxy names those of sections for logs after the
// others, and those of peers not at all.
void check_prefixes(Reading& reading) {
  Used prefixes(reading, "the prefix of a GUID");
  for (const bool logs : {false, true}) {
    for (const Section& section : reading.config().sections) {
      if (section.kind == SectionKind::peers || (section.kind == SectionKind::log_forward) != logs) continue;
      if (!section.may_have_option("guid-prefix") || (section.is_proxy() && reading.disabled(section))) continue;
      for (const Directive& d : section.directives)
        if (const Option* const prefix = d.option("guid-prefix"); prefix != nullptr && !prefix->args.empty())
          take_prefix(reading, prefixes, *prefix, d);
    }
  }
}

// Numbers of ACLs hold for all sections.
void check_acl_ids(Reading& reading) {
  std::unordered_map<std::uint32_t, Span> first;
  for (const AclId& id : reading.acl_ids) {
    const auto [it, fresh] = first.try_emplace(id.number, id.span);
    if (fresh) continue;
    Diagnostic& d = reading.error("duplicate-id", id.span, fmt::format("another ACL has the id {} already", id.number),
                                  "choose another one, or leave '-u' out: it serves commands on the stats socket only");
    d.related.push_back({it->second, "used here first"});
  }
}

}  // namespace

void check_ids(Reading& reading) {
  Used proxies(reading, "the id");
  Used guids(reading, "the GUID");
  for (const Section& section : reading.config().sections) {
    if (section.is_proxy()) {
      check_own_id(reading, section, proxies);
      if (const Directive* const guid = section.last("guid"); guid != nullptr && !guid->args.empty())
        guids.take(std::string(guid->first_word()), guid->span);
    }
    if (section.may_have_option("guid"))
      for (const Directive& d : section.directives)
        if (const Option* const guid = is_server(d) ? d.option("guid") : nullptr;
            guid != nullptr && !guid->args.empty())
          guids.take(std::string(guid->first_word()), d.span);
    if (!section.may_have_option("id")) continue;
    check_options(reading, section, is_server);
    check_options(reading, section, listens);
  }
  check_prefixes(reading);
  check_acl_ids(reading);
}

}  // namespace hapax::config
