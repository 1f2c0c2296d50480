// Peers: each name stands once, and the local one gets its address from the bind line. Which one is local is known only
// where 'localpeer' says it; without, it is the machine's name, which is not asked.
#include <unordered_map>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

class PeerChecker {
 public:
  PeerChecker(Reading& reading, std::string_view local) : reading_(reading), local_(local) {}

  void run(const Section& peers) {
    first_.clear();
    // Without its own peer HAProxy removes the section.
    if (local_.empty() || !holds_local(peers)) return;
    for (const Directive& d : peers.directives) {
      if ((!d.is("peer") && !d.is("server")) || !d.has("name")) continue;
      const std::string_view name = d.text("name");
      if (name == local_ && d.is("server") && d.has("address")) no_address(d);
      const auto [first, fresh] = first_.emplace(name, &d);
      if (fresh) continue;
      if (name == local_) {
        repeated(d, *first->second);
      } else if (reading_.from(Version::v3_0)) {
        repeated(*first->second, d);
      }
    }
  }

 private:
  [[nodiscard]] bool holds_local(const Section& peers) const {
    for (const Directive& d : peers.directives)
      if ((d.is("peer") || d.is("server")) && d.text("name") == local_) return true;
    return false;
  }
  void no_address(const Directive& d) {
    reading_.error("local-peer-address", d.arg("address")->span(),
                   fmt::format("{} is this process itself, and its 'server' line takes no address", quote(local_)),
                   "write the address on a 'bind' line, or 'peer' instead of 'server'");
  }
  void repeated(const Directive& here, const Directive& other) {
    Diagnostic& found = reading_.error("duplicate-name", here.span,
                                       fmt::format("there are two peers {} in this section", quote(here.text("name"))),
                                       "give each a name of its own");
    found.related.push_back({other.span, "the other"});
  }

  Reading& reading_;
  std::string_view local_;
  std::unordered_map<std::string_view, const Directive*> first_;
};

}  // namespace

void check_peer_names(Reading& reading) {
  PeerChecker checker(reading, local_peer(reading.config()));
  for (const Section* peers : reading.config().all(SectionKind::peers)) checker.run(*peers);
}

}  // namespace hapax::config
