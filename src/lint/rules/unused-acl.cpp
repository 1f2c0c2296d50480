#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/first_of_name.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The names in the conditions of a section. `%[acl(name)]` may stand in any word and uses one, too: there a name counts
// as used as soon as it stands anywhere; precision goes before recall.
void collect_uses(const config::Section& section, FirstOfName<bool>& uses) {
  std::vector<Term> terms;
  for (const config::Directive& line : section.directives) {
    terms.clear();
    add_terms(line, terms);
    for (const Term& term : terms) uses.emplace(term.name, true);
  }
}

// What follows "acl(" in the words of a section.
std::vector<std::string_view> acl_fetches(const config::Section& section) {
  std::vector<std::string_view> texts;
  for (const config::Directive& line : section.directives) {
    for (const config::Word& word : line.words) {
      const auto at = word.text.find("acl(");
      if (at != std::string_view::npos) texts.push_back(word.text.substr(at));
    }
  }
  return texts;
}

bool mentions(const std::vector<std::string_view>& texts, std::string_view name) {
  return std::any_of(texts.begin(), texts.end(),
                     [name](std::string_view text) { return text.find(name) != std::string_view::npos; });
}

void check(const Part& part, Report& report) {
  FirstOfName<bool> uses_or_told;
  for (const Proxy& proxy : part.proxies) {
    if (proxy.acls.empty()) continue;
    uses_or_told.clear();
    collect_uses(*proxy.section, uses_or_told);
    std::optional<std::vector<std::string_view>> fetches;
    for (const config::Directive* acl : proxy.acls) {
      if (acl->arguments().size() < 2) continue;
      const config::Word& name = acl->arguments().front();
      if (const bool is_new = uses_or_told.emplace(name.text, true).second; !is_new) continue;
      if (!fetches) fetches = acl_fetches(*proxy.section);
      if (mentions(*fetches, name.text)) continue;
      Diagnostic& finding =
          report.add(name.span, fmt::format("acl '{}' is defined and never used in this section", name.text));
      finding.label = "not used";
      finding.help = {"ACLs hold only in the section in which they stand; use it behind 'if', or remove the line"};
    }
  }
}

}  // namespace

extern const Rule unused_acl_rule{
    {
        .name = "unused-acl",
        .severity = Severity::warning,
        .summary = "an ACL that no condition of its section uses",
        .why = "Either the rule that should use it was forgotten, or it uses another name, or the ACL is left over. An "
               "ACL "
               "holds only in the section in which it stands.",
        .example_bad = "frontend www\n"
                       "    bind :80\n"
                       "    mode http\n"
                       "    acl is_admin path_beg /admin/\n"
                       "    default_backend app\n"
                       "\n"
                       "backend app\n"
                       "    mode http\n"
                       "    server app1 192.0.2.11:80\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    acl is_admin path_beg /admin/\n"
                        "    http-request deny if is_admin\n"
                        "    default_backend app\n"
                        "\n"
                        "backend app\n"
                        "    mode http\n"
                        "    server app1 192.0.2.11:80\n",
    },
    check,
};

}  // namespace hapax::lint
