// A log as a trace: lines come in by the end of their requests and go out by their beginning.
//
// Each request that waits keeps its line in a slot of its own (its text is views into it); a ReorderQueue orders them.
// Slots and their memory are used again, so a log of any length takes the memory of kReorder lines.
//
// That is some megabytes, more than the near caches hold, and a slot is looked at again only thousands of lines after
// it was filled. So what will be needed is asked for ahead of time: the next request while another line is read, and
// the text of the one that was given out, to be written over, a line before its slot is used again. And a line is read
// where it lies in the reader's buffer, which is near, and copied then.

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include <hapax/simulate/log_trace.hpp>
#include <simulate/trace/reorder_queue.hpp>

namespace hapax::simulate {
namespace {

// Views into `from` become views into its copy.
void move_text(TraceRequest& request, std::string_view from, const char* copy) {
  const auto move = [&](std::string_view& text) {
    const std::greater_equal<> not_before;
    if (not_before(text.data(), from.data()) && not_before(from.data() + from.size(), text.data())) {
      text = {copy + (text.data() - from.data()), text.size()};
    }
  };
  for (std::string_view* const text :
       {&request.connection, &request.frontend, &request.sni, &request.request.method, &request.request.target,
        &request.logged_backend, &request.logged_server, &request.termination}) {
    move(*text);
  }
  for (routing::Header& header : request.request.headers) {
    move(header.name);
    move(header.value);
  }
}

class Reader final : public LogReader {
 public:
  Reader(std::unique_ptr<ByteSource> source, std::vector<LogTemplate> forms) : lines_(std::move(source)) {
    parsers_.reserve(forms.size());
    for (LogTemplate& form : forms) parsers_.emplace_back(std::move(form));
  }

  Result<bool> next(TraceRequest& request) override {
    if (given_ != nullptr) {
      free_.push_back(given_->number);
      given_ = nullptr;
    }
    while (!ended_ && waiting_.size() < kReorder) {
      if (auto read = read_one(); !read) return read;
    }
    if (waiting_.empty()) return false;
    given_ = &slot(waiting_.pop());
    if (!waiting_.empty()) {
      const std::uint32_t next = waiting_.front();
      fetch_ahead(&slot(next), sizeof(Slot));
      waiting_.fetch_ahead(next);
    }
    fetch_ahead(given_->line.data(), given_->line.size());
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
    std::uint32_t number = 0;
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
    Slot& slot = take_slot();
    if (line.cut || !parse(line.text, slot.request)) {
      damage_.add(line.number, line.cut ? "longer than 1 MiB" : what_is_wrong());
      free_.push_back(slot.number);
      return true;
    }
    if (slot.request.request.target == "<BADREQ>") {
      ++bad_requests_;
      free_.push_back(slot.number);
      return true;
    }
    const std::string_view made = parsers_[current_].made();
    slot.line.assign(line.text);
    slot.line.append(made);
    move_text(slot.request, line.text, slot.line.data());
    if (!made.empty()) move_text(slot.request, made, slot.line.data() + line.text.size());
    slot.request.line = line.number;
    waiting_.push(slot.request.t, line.number, slot.number);
    return true;
  }

  // Of the line that none of them could read.
  [[nodiscard]] const char* what_is_wrong() const {
    return std::any_of(parsers_.begin(), parsers_.end(), [](const LogLineParser& p) { return p.lacks_time(); })
               ? "without a time: a log-format that can be played has %tr, %t, %T or %Ts in it"
               : "not in a form that the configuration could have logged";
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

  static void fetch_ahead(const void* what, std::size_t size) {
    const auto* const bytes = static_cast<const char*>(what);
    for (std::size_t at = 0; at < size; at += 64) __builtin_prefetch(bytes + at);
  }

  [[nodiscard]] Slot& slot(std::uint32_t number) { return blocks_[number / kBlock][number % kBlock]; }

  // The slot that has been free for longest; one at least stays free, which the next line will take.
  Slot& take_slot() {
    if (free_.size() < 2) {
      if (slots_ % kBlock == 0) blocks_.push_back(std::make_unique<Slot[]>(kBlock));
      Slot& fresh = slot(slots_);
      fresh.number = slots_++;
      return fresh;
    }
    const std::uint32_t number = free_.front();
    free_.pop_front();
    return slot(number);
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
  static constexpr std::uint32_t kBlock = 256;
  std::vector<std::unique_ptr<Slot[]>> blocks_;  // of kBlock slots
  std::uint32_t slots_ = 0;                      // so many have been used
  std::deque<std::uint32_t> free_;
  ReorderQueue waiting_;
  Slot* given_ = nullptr;  // the request that was given out last: its text is in use until the next call
};

}  // namespace

std::unique_ptr<LogReader> read_log(std::unique_ptr<ByteSource> source, std::vector<LogTemplate> forms) {
  return std::make_unique<Reader>(std::move(source), std::move(forms));
}

}  // namespace hapax::simulate
