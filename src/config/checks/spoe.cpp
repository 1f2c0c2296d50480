// SPOE filters: the backend of the agent, and the groups that rules send.
#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/files/spoe.hpp"

namespace hapax::config {
namespace {

constexpr std::size_t kLongest = 1 << 20;

// What `filter spoe` says; empty where it does not.
struct Filter {
  std::string_view engine, file;
  Span span;
};

std::optional<Filter> spoe_filter(const Directive& d) {
  const Option* const spoe = d.is("filter") ? d.option("spoe") : nullptr;
  if (spoe == nullptr) return std::nullopt;
  Filter filter{{}, {}, d.span};
  for (std::size_t i = 1; i + 1 < spoe->words.size(); i += 2) {
    if (spoe->words[i].text == "engine") filter.engine = spoe->words[i + 1].text;
    if (spoe->words[i].text == "config") filter.file = spoe->words[i + 1].text;
  }
  return filter;
}

class SpoeChecker {
 public:
  SpoeChecker(Reading& reading, const Section& section) : reading_(reading), section_(section) {}

  void run() {
    for (const Directive& d : section_.directives)
      if (const auto filter = spoe_filter(d)) read(*filter);
    if (agents_.empty()) return;
    for (const Directive& d : section_.directives) check_group(d);
  }

 private:
  void refuse(Span span, std::string message, std::string help) {
    reading_.error("spoe-file", span, std::move(message), std::move(help)).whole = true;
  }

  void read(const Filter& filter) {
    const auto text = reading_.files()->read(std::string(filter.file), kLongest);
    if (!text) return;  // reported at the line
    const auto agent = read_spoe_file(reading_, filter.file, *text, filter.engine, filter.span);
    if (!agent) return;
    if (!agents_.emplace(filter.engine, *agent).second)
      refuse(filter.span, fmt::format("{} has an SPOE engine {} already", proxy_title(section_), quote(filter.engine)),
             "remove one of the two filters");
    check_backend(*agent, filter.span);
  }

  void check_backend(const SpoeAgent& agent, Span span) {
    const Section* const backend = reading_.config().find(SectionKind::backend, agent.backend);
    if (backend == nullptr)
      return refuse(span,
                    fmt::format("the SPOE agent {} uses the backend {}, and there is none", quote(agent.name),
                                quote(agent.backend)),
                    fmt::format("declare it: 'backend {}'", agent.backend));
    if (reading_.mode(*backend) != ProxyMode::http) return;
    refuse(span, fmt::format("{}, which an SPOE agent uses, is in mode http", proxy_title(*backend)),
           reading_.from(Version::v3_2) ? "write 'mode spop' into it" : "write 'mode tcp' into it");
  }

  void check_group(const Directive& d) {
    const Action* const action = d.action();
    if (action == nullptr || action->name() != "send-spoe-group") return;
    const auto agent = agents_.find(action->text("engine"));
    const std::string_view group = action->text("group");
    if (agent == agents_.end() || agent->second.groups.contains(group)) return;
    refuse(action->span(), fmt::format("the SPOE engine {} has no group {}", quote(agent->first), quote(group)),
           "list it on the 'groups' line of the agent, and declare it with 'spoe-group'");
  }

  Reading& reading_;
  const Section& section_;
  std::unordered_map<std::string_view, SpoeAgent> agents_;
};

}  // namespace

void check_spoe(Reading& reading) {
  if (reading.files() == nullptr) return;
  for (const Section& section : reading.config().sections)
    if (section.is_proxy() && !reading.disabled(section)) SpoeChecker(reading, section).run();
}

}  // namespace hapax::config
