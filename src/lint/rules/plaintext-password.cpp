#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    if (section.kind != config::SectionKind::userlist) continue;
    for (const config::Directive& line : section.directives) {
      const auto words = line.words;
      for (std::size_t i = 2; i + 1 < words.size(); ++i) {
        if (words[0].text != "user" || words[i].text != "insecure-password") continue;
        if (words[i + 1].span.length != words[i + 1].text.size()) continue;  // quoted: perhaps from the environment
        Diagnostic& finding =
            report.add(words[i].span, fmt::format("the password of user '{}' can be read in this file", words[1].text));
        finding.label = "in clear";
        finding.help = {"write 'password HASH', with a hash made by 'mkpasswd -m sha-256'",
                        "or take it from the environment: 'insecure-password \"${NAME}\"'"};
      }
    }
  }
}

}  // namespace

extern const Rule plaintext_password_rule{
    {
        .name = "plaintext-password",
        .severity = Severity::warning,
        .summary = "a user of a userlist whose password stands in the file as it is",
        .why = "Configurations are copied, kept in repositories and shown to others.",
        .example_bad = R"(userlist staff
    user alice insecure-password secret
)",
        .example_good = R"(userlist staff
    user alice insecure-password "${ALICE_PASSWORD}"
)",
    },
    check,
};

}  // namespace hapax::lint
