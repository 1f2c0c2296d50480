// Files with the state of servers. Up to 2.8 HAProxy warns of those that it cannot open.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

class StateFiles {
 public:
  explicit StateFiles(Reading& reading) : reading_(reading) {
    const Directive* const base = last_global(reading.config(), "server-state-base");
    if (base != nullptr && !base->args.empty()) base_ = base->text("directory");
    global_ = last_global(reading.config(), "server-state-file");
  }

  void run() {
    if (global_ != nullptr) look(global_->text("file"), global_->span);
    for (const Section& section : reading_.config().sections) {
      if (!section.is_backend() || reading_.disabled(section)) continue;
      const Directive* const load = reading_.config().effective(section, "load-server-state-from-file");
      if (load == nullptr) continue;
      if (load->text("source") == "local") local_file(section, *load);
      if (load->text("source") == "global" && global_ == nullptr) no_file(section, *load);
    }
  }

 private:
  void local_file(const Section& section, const Directive& load) {
    const Directive* const named = reading_.config().effective(section, "server-state-file-name");
    if (section.last("server") == nullptr && section.last("server-template") == nullptr) return;
    look(named != nullptr && !named->args.empty() ? named->text("file") : section.name, load.span);
  }

  void no_file(const Section& section, const Directive& load) {
    reading_
        .warning("missing-state-file", load.span,
                 fmt::format("{} loads the state of its servers from a file that the global section does not name",
                             proxy_title(section)),
                 "write 'server-state-file PATH' into the global section")
        .whole = true;
  }

  void look(std::string_view name, Span span) {
    const std::string path =
        name.starts_with('/') || base_.empty() ? std::string(name) : base_ + "/" + std::string(name);
    if (reading_.files() == nullptr || reading_.from(Version::v3_0)) return;
    const FileState state = reading_.files()->state(path);
    if (state == FileState::regular || state == FileState::other) return;
    reading_
        .warning("missing-state-file", span,
                 fmt::format("the file with the state of servers {} cannot be opened", quote(path)),
                 "'show servers state' on the stats socket makes it, before a reload")
        .whole = true;
  }

  Reading& reading_;
  std::string base_;
  const Directive* global_ = nullptr;
};

}  // namespace

void check_state_files(Reading& reading) { StateFiles(reading).run(); }

}  // namespace hapax::config
