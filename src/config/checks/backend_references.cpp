// Names of backends and servers: default_backend, use_backend, use-server.
#include <fmt/format.h>

#include <hapax/syntax/condition.hpp>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

std::vector<std::string_view> backend_names(const Config& config) {
  std::vector<std::string_view> names;
  for (const Section& s : config.sections)
    if (s.is_backend()) names.push_back(s.name);
  return names;
}

void unknown_backend(Reading& reading, const Directive& d, const Word& word) {
  Diagnostic& found =
      reading.error("unknown-backend", word.span,
                    fmt::format("{} names the backend {}, and there is none", quote(d.name()), quote(word.text)));
  found.whole = true;
  if (syntax::begins_condition(word.text)) {
    found.help = {fmt::format("write the backend's name before {}", quote(word.text))};
    return;
  }
  const bool compare = reading.may_compare(reading.config().sections.size());
  if (!compare || !offer_nearest(reading, found, word.text, backend_names(reading.config())))
    found.help = {fmt::format("declare it: 'backend {}'", word.text)};
}

void names_itself(Reading& reading, const Section& section, const Word& word) {
  Diagnostic& found =
      reading.error("default-backend-self", word.span,
                    fmt::format("'default_backend {}' names its own section: nothing is forwarded by it", word.text));
  found.label = "this very section";
  found.related.push_back({section.span, fmt::format("{} is opened here", quote(section.name))});
  if (section.last("server") != nullptr || section.last("server-template") != nullptr) {
    found.help = {"requests go to the servers of this section anyway: remove the line"};
  } else {
    found.help = {"a section name is no address: write 'server NAME ADDRESS:PORT' here in place of 'default_backend'"};
  }
  found.whole = true;
}

void loops(Reading& reading, const Word& word) {
  reading
      .error("use-backend-self", word.span,
             fmt::format("'use_backend {}' sends requests back into its own section", word.text),
             "requests that no 'use_backend' line takes go to the servers of this section: remove the line")
      .whole = true;
}

// A frontend in mode http needs a backend in mode http.
void check_mode(Reading& reading, const Section& frontend, const Section& backend, const Directive& d) {
  const ProxyMode front = reading.mode(frontend);
  const ProxyMode back = reading.mode(backend);
  if (front == back || (front == ProxyMode::tcp && back == ProxyMode::http)) return;
  Diagnostic& found =
      reading.error("backend-mode-mismatch", frontend.span,
                    fmt::format("{} and {} do not have the same mode", proxy_title(frontend), proxy_title(backend)),
                    "give both the same 'mode'");
  found.related.push_back({d.span, "sent there by this line"});
  found.related.push_back({backend.span, "the backend"});
}

void check_name(Reading& reading, const Section& section, const Directive& d, const Word& word) {
  // HAProxy 3.4 finds an internal proxy of its own under this name, before any of the configuration's.
  if (reading.target() == Version::v3_4 && word.text == "default" && reading.mode(section) == ProxyMode::http) {
    reading.error("backend-mode-mismatch", section.span, "HAProxy 3.4 takes the backend name 'default' for itself",
                  "give the backend another name");
    return;
  }
  const Section* const backend = reading.config().find(SectionKind::backend, word.text);
  if (backend == nullptr) return unknown_backend(reading, d, word);
  if (backend == &section) return d.is("default_backend") ? names_itself(reading, section, word) : loops(reading, word);
  check_mode(reading, section, *backend, d);
}

void servers_never_used(Reading& reading, const Section& section, const Directive& d) {
  if (section.last("server") == nullptr && section.last("server-template") == nullptr) return;
  reading
      .warning("servers-never-used", d.span,
               fmt::format("{} has servers, and 'default_backend' sends requests elsewhere", proxy_title(section)),
               "remove the servers or the line")
      .whole = true;
}

// What arrives as TCP and goes on as HTTP needs a backend in mode http, which the servers of this section are not.
void check_upgrade(Reading& reading, const Section& section) {
  if ((section.action_bits & name_bit("switch-mode")) == 0 || reading.mode(section) != ProxyMode::tcp) return;
  if (!section.is_backend() || section.last("use_backend") != nullptr) return;
  if (section.last("server") == nullptr && section.last("server-template") == nullptr) return;
  if (reading.config().effective(section, "default_backend") != nullptr) return;
  for (const Directive& d : section.directives) {
    if (d.action() == nullptr || d.action()->name() != "switch-mode") continue;
    reading
        .warning("upgrade-without-backend", d.span,
                 fmt::format("{} switches connections to HTTP, and its own servers are reached by TCP",
                             proxy_title(section)),
                 "add 'default_backend' or 'use_backend' with a backend in mode http")
        .whole = true;
    return;
  }
}

// `default_backend` of a backend does nothing; HAProxy looks at the name and the mode all the same.
void check_backends_own(Reading& reading, const Section& section) {
  const Directive* const d = section.last("default_backend");
  if (d == nullptr || d->arguments().empty()) return;
  const Word& word = d->arguments().front();
  const Section* const backend = reading.config().find(SectionKind::backend, word.text);
  if (backend == nullptr) return unknown_backend(reading, *d, word);
  if (backend == &section) return names_itself(reading, section, word);
  check_mode(reading, section, *backend, *d);
  servers_never_used(reading, section, *d);
}

// With nothing to fill in, HAProxy takes the word as it stands: "%%" too.
bool is_format(std::string_view name) {
  for (std::size_t at = name.find('%'); at != std::string_view::npos; at = name.find('%', at + 2))
    if (at + 1 == name.size() || name[at + 1] != '%') return true;
  return false;
}

void check_use_server(Reading& reading, const Section& section, const Directive& d) {
  const std::string_view name = d.text("server");
  if (name.empty() || name.find('%') != std::string_view::npos) return;
  const ServerNames::Found found = reading.servers.find(section, name);
  if (found.line != nullptr) return;
  reading
      .error("unknown-server", d.arg("server")->span(),
             fmt::format("'use-server' names the server {} of {}, and {}", quote(name), proxy_title(section),
                         what_is_wrong(found)),
             "'use-server' names a server of its own section")
      .whole = true;
}

// A backend does nothing with the line, and HAProxy looks at the name all the same.
void check_use_backend(Reading& reading, const Section& section, const Directive& d) {
  if (d.arguments().empty() || (d.args.empty() && !d.ignored)) return;
  const Word& word = d.ignored ? d.arguments().front() : d.args.front().words.front();
  if (!is_format(word.text)) check_name(reading, section, d, word);
}

}  // namespace

void check_backend_references(Reading& reading) {
  const Config& config = reading.config();
  for (const Section& section : config.sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    if (section.may_have("use-server") || section.may_have("use_backend")) {
      for (const Directive& d : section.directives) {
        if (d.is("use-server")) check_use_server(reading, section, d);
        if (d.is("use_backend")) check_use_backend(reading, section, d);
      }
    }
    if (!section.is_frontend()) check_backends_own(reading, section);
    check_upgrade(reading, section);
    const Directive* const fallback = config.effective(section, "default_backend");
    if (!section.is_frontend() || fallback == nullptr || fallback->args.empty()) continue;
    check_name(reading, section, *fallback, fallback->args.front().words.front());
    if (section.is_backend()) servers_never_used(reading, section, *fallback);
  }
}

}  // namespace hapax::config
