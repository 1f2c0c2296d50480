// A log as a trace: lines come in by the end of their requests and go out by their beginning.
//
// Each request that waits keeps its line in a slot of its own (its text is views into it); a ReorderQueue orders them.
// Slots and their memory are used again, so a log of any length takes the memory of kReorder lines.

#include <algorithm>
#include <deque>

#include <hapax/simulate/log_trace.hpp>
#include <simulate/trace/reorder_queue.hpp>

namespace hapax::simulate {
namespace {

class Reader final : public LogReader {
 public:
  Reader(std::unique_ptr<ByteSource> source, std::vector<LogTemplate> forms) : lines_(std::move(source)) {
    parsers_.reserve(forms.size());
    for (LogTemplate& form : forms) parsers_.emplace_back(std::move(form));
  }

  Result<bool> next(TraceRequest& request) override {
    if (given_ != nullptr) {
      free_.push_back(given_);
      given_ = nullptr;
    }
    while (!ended_ && waiting_.size() < kReorder) {
      if (auto read = read_one(); !read) return read;
    }
    if (waiting_.empty()) return false;
    given_ = &slots_[waiting_.pop()];
    if (!waiting_.empty()) fetch_ahead(slots_[waiting_.front()]);
    if (!started_) base_ = given_->request.t;
    started_ = true;
    routing::Time t = given_->request.t - base_;
    if (t < latest_) ++late_;
    t = std::max(t, latest_);
    latest_ = t;
    given_->request.t = t;
    request = given_->request;
    return true;
  }

  [[nodiscard]] const Damage& damage() const override { return damage_; }
  [[nodiscard]] double fraction() const override { return lines_.fraction(); }
  [[nodiscard]] std::uint64_t late() const override { return late_; }
  [[nodiscard]] std::uint64_t bad_requests() const override { return bad_requests_; }
  [[nodiscard]] std::string_view form() const override {
    return matched_ ? std::string_view(parsers_[current_].form().name) : "";
  }

 private:
  struct Slot {
    std::uint32_t number;
    std::string line;
    TraceRequest request;
  };

  // One more line, into a slot if it can be read.
  Result<bool> read_one() {
    LineReader::Line line;
    auto more = lines_.next(line);
    if (!more) return more;
    ended_ = !*more;
    if (ended_ || line.text.find_first_not_of(" \t") == std::string_view::npos) return true;
    Slot* slot = take_slot();
    slot->line.assign(line.text);
    if (line.cut || !parse(slot->line, slot->request)) {
      damage_.add(line.number,
                  line.cut ? "longer than 1 MiB" : "not in a form that the configuration could have logged");
      free_.push_back(slot);
      return true;
    }
    if (slot->request.request.target == "<BADREQ>") {
      ++bad_requests_;
      free_.push_back(slot);
      return true;
    }
    slot->request.line = line.number;
    waiting_.push(slot->request.t, line.number, slot->number);
    return true;
  }

  bool parse(std::string_view line, TraceRequest& request) {
    const std::string_view message = line.substr(skip_syslog_header(line));
    if (parsers_[current_].parse(message, request)) {
      matched_ = true;
      return true;
    }
    for (std::size_t i = 0; i < parsers_.size(); ++i) {
      if (i == current_ || !parsers_[i].parse(message, request)) continue;
      current_ = i;
      matched_ = true;
      return true;
    }
    return false;
  }

  // The next request was put away thousands of lines ago: it comes out of main memory while another line is read.
  static void fetch_ahead(const Slot& slot) {
    const auto* const bytes = reinterpret_cast<const char*>(&slot);
    for (std::size_t at = 0; at < sizeof slot; at += 64) __builtin_prefetch(bytes + at);
  }

  Slot* take_slot() {
    if (free_.empty()) return &slots_.emplace_back(Slot{static_cast<std::uint32_t>(slots_.size()), {}, {}});
    Slot* const slot = free_.back();
    free_.pop_back();
    return slot;
  }

  LineReader lines_;
  std::vector<LogLineParser> parsers_;
  std::size_t current_ = 0;
  bool matched_ = false;
  bool ended_ = false;
  bool started_ = false;
  routing::Time base_ = 0;
  routing::Time latest_ = 0;
  std::uint64_t late_ = 0;
  std::uint64_t bad_requests_ = 0;
  Damage damage_;
  std::deque<Slot> slots_;
  std::vector<Slot*> free_;
  ReorderQueue waiting_;
  Slot* given_ = nullptr;  // the request that was given out last: its text is in use until the next call
};

}  // namespace

std::unique_ptr<LogReader> read_log(std::unique_ptr<ByteSource> source, std::vector<LogTemplate> forms) {
  return std::make_unique<Reader>(std::move(source), std::move(forms));
}

}  // namespace hapax::simulate
