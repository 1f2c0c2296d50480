// What a configuration expects of the machine it runs on: users and groups, names of hosts, processors, limits and the
// rights of the superuser. Only with LoadOptions::on_this_machine. HAProxy refuses unknown users and names when it
// reads the configuration; of limits and rights it says something only when it starts, so that those findings are ours.
#include <fmt/format.h>

#include <hapax/syntax/address.hpp>

#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"
#include "config/machine.hpp"

namespace hapax::config {
namespace {

class MachineChecker {
 public:
  MachineChecker(Reading& reading, Machine& machine) : reading_(reading), machine_(machine) {}

  void run() {
    for (const Section& section : reading_.config().sections) {
      for (const Directive& d : section.directives) {
        accounts(section, d);
        names(section, d);
        if (section.kind == SectionKind::global) global(d);
      }
    }
  }

 private:
  void account(std::string_view kind, std::string_view name, Span span) {
    const std::string text(name);
    if (kind == "user" ? machine_.has_user(text) : machine_.has_group(text)) return;
    reading_.error("unknown-account", span, fmt::format("this machine has no {} {}", kind, quote(name)),
                   fmt::format("create it, or write the name of another {}", kind));
  }

  void accounts(const Section& section, const Directive& d) {
    const bool here = section.kind == SectionKind::global || section.kind == SectionKind::program;
    if (here && (d.is("user") || d.is("group")) && !d.args.empty()) account(d.name(), d.first_word(), d.span);
    for (const Option& o : d.options())
      if (o.name() == "user" || o.name() == "group") account(o.name(), o.first_word(), o.span());
    if (!d.is("unix-bind")) return;
    const std::span<const Word> words = d.arguments();
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
      if (words[i].text == "user" || words[i].text == "group") account(words[i].text, words[i + 1].text, words[i].span);
  }

  void name(const Arg& arg) {
    const auto* const address = std::get_if<const syntax::Address*>(&arg.value);
    if (address == nullptr || *address == nullptr || (*address)->host_kind != syntax::HostKind::name) return;
    const std::string host((*address)->host);
    if (machine_.resolves(host)) return;
    reading_.error("unresolved-name", arg.span(),
                   fmt::format("the name {} does not resolve on this machine", quote(host)),
                   "write an IP address; a server may say 'init-addr none' and take 'resolvers'");
  }

  void names(const Section& section, const Directive& d) {
    if (resolved_later(section, d)) return;
    for (const Arg& arg : d.args) name(arg);
    for (const Option& o : d.options())
      for (const Arg& arg : o.args) name(arg);
  }

  // A server may start without an address: init-addr ends with `none` or an address.
  [[nodiscard]] bool resolved_later(const Section& section, const Directive& d) const {
    if (!section.is_backend() || (!d.is("server") && !d.is("server-template"))) return false;
    const Option* const first = ServerOptions(reading_, section, d).find("init-addr");
    if (first == nullptr) return false;
    const std::string_view list = first->first_word();
    const std::string_view last = list.substr(list.rfind(',') + 1);
    return last != "libc" && last != "last";
  }

  void global(const Directive& d) {
    if (d.is("nbthread")) threads(d);
    if (d.is("maxconn")) files(d, 2 * first_number(d));
    if (d.is("ulimit-n")) files(d, first_number(d));
    if ((d.is("chroot") || d.is("user") || d.is("uid")) && !machine_.privileged()) {
      reading_.advice("needs-superuser", Severity::info, d.span,
                      fmt::format("{} takes effect only where HAProxy is started by the superuser", quote(d.name())),
                      "the user who asks now is none; this says nothing of how your service manager starts HAProxy");
    }
  }

  static std::int64_t first_number(const Directive& d) {
    for (const Arg& arg : d.args)
      if (const auto* const number = std::get_if<Integer>(&arg.value)) return number->value;
    return 0;
  }

  // From 3.0 on HAProxy warns.
  void threads(const Directive& d) {
    const std::int64_t wanted = first_number(d);
    if (!reading_.from(Version::v3_0) || wanted <= machine_.processors()) return;
    reading_
        .warning("more-threads-than-processors", d.span,
                 fmt::format("{} threads would share {} processors of this machine", wanted, machine_.processors()),
                 "leave 'nbthread' out: HAProxy starts one thread for each processor")
        .whole = true;
  }

  void files(const Directive& d, std::int64_t wanted) {
    const auto limit = machine_.open_files();
    if (!limit || wanted <= 0 || static_cast<std::uint64_t>(wanted) <= *limit) return;
    reading_.advice("open-files-limit", Severity::warning, d.span,
                    fmt::format("{} needs about {} open files, and this machine permits {} to a process",
                                quote(d.name()), wanted, *limit),
                    "raise the limit of the service (LimitNOFILE), or lower the number; HAProxy may not start");
  }

  Reading& reading_;
  Machine& machine_;
};

}  // namespace

void check_machine(Reading& reading, Machine& machine) { MachineChecker(reading, machine).run(); }

void check_this_machine(Reading& reading) {
  if (!reading.options().on_this_machine) return;
  ThisMachine machine;
  check_machine(reading, machine);
}

}  // namespace hapax::config
