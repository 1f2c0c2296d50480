// Peers: each name stands once, the local one gets its address from the bind line and has no part of the tables to
// itself, and it speaks TLS on both sides or on none. Which one is local is known only where 'localpeer' says it;
// without, it is the machine's name, which is not asked.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"

namespace hapax::config {
namespace {

bool holds(const Section& peers, std::string_view local) {
  return !local.empty() && std::any_of(peers.directives.begin(), peers.directives.end(), [local](const Directive& d) {
    return (d.is("peer") || d.is("server")) && d.text("name") == local;
  });
}

class PeerChecker {
 public:
  PeerChecker(Reading& reading, std::string_view local) : reading_(reading), local_(local) {}

  void run(const Section& peers) {
    first_.clear();
    // Without its own peer HAProxy removes the section.
    if (!holds(peers, local_)) return;
    for (const Directive& d : peers.directives) {
      if ((!d.is("peer") && !d.is("server")) || !d.has("name")) continue;
      const std::string_view name = d.text("name");
      if (name == local_ && d.is("server") && d.has("address")) no_address(d);
      check_shard(peers, d);
      const auto [first, fresh] = first_.emplace(name, &d);
      if (fresh) continue;
      if (name == local_) {
        repeated(d, *first->second);
      } else if (reading_.from(Version::v3_0)) {
        repeated(*first->second, d);
      }
    }
    check_tls(peers);
    if (reading_.target() == Version::v3_2) check_default_id(peers);
  }

 private:
  // A number of parts below the line counts for it, too; what is above the one above it has been taken away from it
  // (check_peer). Of the local peer HAProxy asks whether there is the word.
  void check_shard(const Section& peers, const Directive& d) {
    if (peers.last("disabled") != nullptr) return;
    const Option* const shard = d.option("shard");
    const Directive* const shards = peers.last("shards");
    const std::int64_t most = shards == nullptr ? 0 : shards->integer("number").value_or(0);
    const bool local = d.text("name") == local_;
    const bool counts = shard != nullptr && !reading_.peers_without_shard.contains(&d);
    const std::int64_t own = counts ? shard->integer("number").value_or(0) : 0;
    if (local ? shard == nullptr : own <= most) return;
    reading_
        .warning("shard-ignored", shard == nullptr ? d.span : shard->span(),
                 local ? fmt::format("{} is this process itself, which keeps all of the tables", quote(local_))
                       : fmt::format("peer {} is given a part of the tables, and there are only {}",
                                     quote(d.text("name")), most),
                 local ? "remove 'shard'" : "write 'shards NUMBER' above")
        .whole = true;
  }

  // HAProxy names the first line that makes something of the local peer.
  void check_tls(const Section& peers) {
    if (peers.last("disabled") != nullptr) return;
    const Directive* named = nullptr;
    const Directive* own = nullptr;
    bool bind = false;
    bool listens = peers.last("default-bind") != nullptr;
    for (const Directive& d : peers.directives) {
      const bool local = (d.is("peer") || d.is("server")) && d.text("name") == local_;
      if (local) own = &d;
      if (d.is("bind") || d.is("default-bind")) bind = bind || d.option("ssl") != nullptr;
      listens = listens || d.is("bind") || (local && d.is("peer"));
      if (named == nullptr && (local || d.is("bind"))) named = &d;
    }
    if (own == nullptr || !listens) return;
    if (ServerOptions(reading_, peers, *own).is_on("ssl") == bind) return;
    reading_.warning("peer-tls-one-sided", named->span,
                     fmt::format("peer {} {} TLS where it listens, and {} where the others are reached", quote(local_),
                                 bind ? "speaks" : "does not speak", bind ? "not" : "speaks it"),
                     "write 'ssl' on both its 'bind' and its 'server' or 'default-server' line");
  }

  // 3.2 finds no thread then for the listener below.
  void check_default_id(const Section& peers) {
    if (peers.last("disabled") != nullptr) return;
    const Directive* numbered = nullptr;
    for (const Directive& d : peers.directives) {
      if (d.is("default-bind") && d.option("id") != nullptr) numbered = &d;
      if (!d.is("bind") && !(d.is("peer") && d.text("name") == local_)) continue;
      if (numbered == nullptr) return;
      reading_.error("thread-groups", numbered->span,
                     "HAProxy 3.2 has no thread for the listener of peers that gets its 'id' from here",
                     "remove 'id', or write it on the 'bind' line");
      return;
    }
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

bool has_local_peer(const Config& config, const Section& peers) {
  return peers.last("disabled") == nullptr && holds(peers, local_peer(config));
}

void check_peer_names(Reading& reading) {
  PeerChecker checker(reading, local_peer(reading.config()));
  for (const Section* peers : reading.config().all(SectionKind::peers)) checker.run(*peers);
}

}  // namespace hapax::config
