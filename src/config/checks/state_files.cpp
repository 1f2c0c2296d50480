// Files with the state of servers, of which HAProxy warns up to 2.8 when it cannot open them, and the one with
// statistics.
#include <algorithm>
#include <cctype>

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
      if (!section.is_proxy() || reading_.disabled(section)) continue;
      const Directive* const load = reading_.config().effective(section, "load-server-state-from-file");
      // What a frontend says itself HAProxy calls ignored, and asks for the file.
      if (load == nullptr || (!section.is_backend() && section.last("load-server-state-from-file") != load)) continue;
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

// What HAProxy dumps: "#fe guid,stot,", and below it a line for each object, which begins with its GUID.
class Statistics {
 public:
  explicit Statistics(bool comments) : comments_(comments) {}

  // What is wrong with them; nothing is.
  [[nodiscard]] std::string_view read(std::string_view text) {
    bool begun = false;
    while (!text.empty()) {
      std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty() || (comments_ && line.starts_with("//"))) continue;
      const bool header = line.starts_with('#');
      if ((!begun && !header) || (header && !open(line)))
        return begun ? "has a heading that is not understood" : "does not hold statistics as HAProxy dumps them";
      begun = true;
      if (!header && known_ && !is_name(line.substr(0, line.find(','))))
        return "has a line that does not begin with a GUID";
    }
    return {};
  }

 private:
  bool open(std::string_view line) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::string_view kind = line.substr(1, blank - 1);
    known_ = kind == "fe" || kind == "be";
    return !kind.empty() && line.substr(blank).starts_with(" guid,") && line.ends_with(',');
  }
  static bool is_name(std::string_view guid) {
    constexpr std::size_t kLongest = 127;
    return !guid.empty() && guid.size() <= kLongest && std::all_of(guid.begin(), guid.end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == ':';
    });
  }

  bool comments_;       ///< from 3.2 on there may be some
  bool known_ = false;  ///< what follows the last heading is looked at: frontends, backends
};

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
    const std::string_view wrong = text ? Statistics(reading.from(Version::v3_2)).read(*text) : std::string_view();
    if (!wrong.empty()) message = fmt::format("the file {} {}", quote(path), wrong);
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
