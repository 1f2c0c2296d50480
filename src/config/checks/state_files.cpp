// Files with the state of servers, of which HAProxy warns up to 2.8 when it cannot open them, and the one with
// statistics.
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

// What HAProxy writes there begins with '#'.
void check_statistics_file(Reading& reading) {
  const Directive* const d = last_global(reading.config(), "stats-file");
  if (d == nullptr || d->args.empty() || reading.files() == nullptr) return;
  const std::string path(d->text("file"));
  const FileState state = reading.files()->state(path);
  std::string message;
  if (state == FileState::missing) {
    message = fmt::format("the file of statistics {} cannot be opened", quote(path));
  } else if (state == FileState::regular) {
    const auto text = reading.files()->read(path, 1U << 20);
    const std::size_t first = text ? text->find_first_not_of('\n') : std::string::npos;
    if (first == std::string::npos || (*text)[first] == '#') return;
    message = fmt::format("the file {} does not hold statistics as HAProxy dumps them", quote(path));
  }
  if (message.empty()) return;
  reading
      .warning("unreadable-stats-file", d->span, message,
               "'dump stats-file' on the stats socket makes it; counters begin at 0 without")
      .whole = true;
}

}  // namespace

void check_state_files(Reading& reading) {
  StateFiles(reading).run();
  check_statistics_file(reading);
}

}  // namespace hapax::config
