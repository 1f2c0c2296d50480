// Names of peers, mailers and FastCGI applications that proxies use.
#include <string>
#include <vector>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

class References {
 public:
  explicit References(Reading& reading) : reading_(reading) {}

  void run() {
    for (const Section& section : reading_.config().sections) {
      if (!section.is_proxy() || reading_.disabled(section)) continue;
      if (section.may_have("stick-table") || section.may_have("use-fcgi-app"))
        for (const Directive& d : section.directives) line(d);
      mails(section);
    }
  }

 private:
  void line(const Directive& d) {
    if (d.is("stick-table"))
      if (const Option* const peers = d.option("peers")) need(SectionKind::peers, peers->first_word(), peers->span());
    if (d.is("use-fcgi-app")) need(SectionKind::fcgi_app, d.text("name"), d.span);
  }

  // Mails need three lines; where one is missing, none of them counts.
  void mails(const Section& section) {
    const Config& config = reading_.config();
    const Directive* any = nullptr;
    std::size_t needed = 0;
    for (const std::string_view name :
         {"email-alert from", "email-alert to", "email-alert mailers", "email-alert level", "email-alert myhostname"}) {
      const Directive* const d = config.effective(section, name);
      if (d == nullptr) continue;
      any = d;
      if (name != "email-alert level" && name != "email-alert myhostname") ++needed;
    }
    if (any == nullptr) return;
    if (needed < 3) {
      reading_
          .warning(
              "incomplete-email-alert", any->span,
              fmt::format("{} sends no mails: 'email-alert' needs 'mailers', 'from' and 'to'", proxy_title(section)),
              "add the lines that are missing, or remove those that are there")
          .whole = true;
      return;
    }
    const Directive* const mailers = config.effective(section, "email-alert mailers");
    need(SectionKind::mailers, mailers->text("mailers"), mailers->span);
  }

  void need(SectionKind kind, std::string_view name, Span span) {
    if (name.empty()) return;
    if (const Section* const found = reading_.config().find(kind, name)) {
      if (kind == SectionKind::peers) empty_peers(*found, span);
      return;
    }
    const std::string_view word = section_name(kind);
    std::vector<std::string_view> names;
    for (const Section* s : reading_.config().all(kind)) names.push_back(s->name);
    Diagnostic& d =
        reading_.error("unknown-section-reference", span, fmt::format("there is no section '{} {}'", word, name));
    if (!offer_nearest(reading_, d, name, names)) d.help.push_back(fmt::format("declare it: '{} {}'", word, name));
    d.whole = true;
  }

  void empty_peers(const Section& peers, Span use) {
    if (peers.directives.begin() != peers.directives.end()) return;
    Diagnostic& found = reading_.error(
        "peers-without-lines", use, fmt::format("the section 'peers {}', which this table names, is empty", peers.name),
        "add this process and the others to it ('peer NAME ADDRESS:PORT'), or take "
        "'peers' from the table");
    found.whole = true;
    found.related.push_back({peers.span, "the section"});
  }

  Reading& reading_;
};

}  // namespace

void check_references(Reading& reading) { References(reading).run(); }

}  // namespace hapax::config
