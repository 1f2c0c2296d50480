#include "cli/simulate/progress.hpp"

#include <unistd.h>
#include <cmath>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>

#include <fmt/format.h>

namespace hapax::cli {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;  // a signal handler reaches nothing else

void interrupt(int /*signal*/) {
  g_interrupted = 1;
  std::signal(SIGINT, SIG_DFL);
}

std::string remaining(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string bar(double fraction) {
  constexpr std::size_t kWidth = 20;
  const auto full = static_cast<std::size_t>(std::clamp(fraction, 0.0, 1.0) * kWidth);
  return fmt::format("[{}{}] {:3.0f} %", std::string(full, '='), std::string(kWidth - full, ' '), 100 * fraction);
}

}  // namespace

InterruptHandler::InterruptHandler() {
  g_interrupted = 0;
  std::signal(SIGINT, interrupt);
}

InterruptHandler::~InterruptHandler() { std::signal(SIGINT, SIG_DFL); }

bool InterruptHandler::interrupted() { return g_interrupted != 0; }

ProgressLine::ProgressLine() : shown_(isatty(STDERR_FILENO) != 0), begin_(Clock::now()), last_(begin_) {}

void ProgressLine::update(std::uint64_t requests, routing::Time now, double fraction) {
  if (!shown_) return;
  const auto time = Clock::now();
  if (time - last_ < std::chrono::milliseconds(200)) return;
  last_ = time;
  const double seconds = std::chrono::duration<double>(time - begin_).count();
  std::string line = fmt::format("{} requests, {:.0f} a second, at {:.1f} s of virtual time", requests,
                                 static_cast<double>(requests) / seconds, static_cast<double>(now) / 1e9);
  if (fraction > 0) {
    line = fmt::format("{} {}, {} left", bar(fraction), line,
                       remaining(seconds * (1 - std::min(fraction, 1.0)) / fraction));
  }
  fmt::print(stderr, "\r{}\x1b[K", line);
  std::fflush(stderr);
  dirty_ = true;
}

void ProgressLine::clear() {
  if (dirty_) fmt::print(stderr, "\r\x1b[K");
  dirty_ = false;
}

}  // namespace hapax::cli
