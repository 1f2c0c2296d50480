#include "config/side_by_side.hpp"

#include <atomic>
#include <deque>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include <hapax/base/heap.hpp>

#include "config/checks/names.hpp"
#include "config/lines.hpp"

namespace hapax::config {
namespace {

/// What comes of a stretch.
struct Part {
  std::uint32_t first_section = 0;
  Diagnostics findings;
  std::optional<Reading> reading;
  std::size_t refused = 0;
};

class Readers {
 public:
  Readers(const Reading& above, FileId file, std::span<const Stretch> stretches)
      : above_(above), file_(file), stretches_(stretches), parts_(stretches.size()) {
    // The sections that are going to be filled, so that none moves and each has its place.
    std::deque<Section>& sections = above.config().sections;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      parts_[i].first_section = static_cast<std::uint32_t>(sections.size());
      sections.resize(sections.size() + stretches[i].sections);
    }
  }

  void run(std::size_t threads) {
    constexpr std::size_t kBytesForOne = 12;  // what a byte of text comes to when it is read
    const std::size_t bytes = stretches_.back().end - stretches_.front().begin;
    std::vector<std::future<void>> others;
    for (std::size_t i = 1; i < threads; ++i) {
      Values& values = above_.config().storage().values.emplace_back();
      others.push_back(std::async(std::launch::async | std::launch::deferred, [this, &values, share = bytes / threads] {
        expect_allocations_of_thread(share * kBytesForOne);
        read_what_is_left(values);
      }));
    }
    read_what_is_left(above_.storage());
    for (std::future<void>& other : others) other.get();
  }

  [[nodiscard]] std::vector<Part>& parts() { return parts_; }

 private:
  void read_what_is_left(Values& values) {
    for (std::size_t i = next_++; i < stretches_.size(); i = next_++) {
      Part& part = parts_[i];
      part.reading.emplace(above_.part(values, part.findings, part.first_section));
      LineReader lines(*part.reading, file_);
      lines.read(stretches_[i]);
      part.refused = lines.refused();
    }
  }

  const Reading& above_;
  FileId file_;
  std::span<const Stretch> stretches_;
  std::vector<Part> parts_;
  std::atomic<std::size_t> next_ = 0;
};

}  // namespace

bool read_side_by_side(Reading& reading, FileId file, const SideBySide& task) {
  std::deque<Section>& sections = reading.config().sections;
  const std::size_t first = sections.size();
  Readers readers(reading, file, task.stretches);
  readers.run(task.threads);
  std::size_t refused = task.refused;
  for (Part& part : readers.parts()) {
    reading.take(std::move(*part.reading));
    refused += part.refused;
  }
  const std::size_t before = reading.errors();
  for (std::size_t i = first; i < sections.size(); ++i) declare_section(reading, sections[i]);
  return refused + (reading.errors() - before) < LineReader::kMostErrors && !reading.compared_too_much();
}

}  // namespace hapax::config
