#include "formulas.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hapax::simulate::theory {

double wait_mmc(int servers, double load) {
  const double offered = load * servers;
  double term = 1;
  double sum = 1;
  for (int k = 1; k < servers; ++k) {
    term *= offered / k;
    sum += term;
  }
  term *= offered / servers / (1 - load);
  const double probability_of_waiting = term / (sum + term);
  return probability_of_waiting / (servers * (1 - load));
}

double wait_md1(double load) { return load / (2 * (1 - load)); }

double time_mg1_ps(double load) { return 1 / (1 - load); }

Finite finite_mm1k(int places, double load) {
  double all = 0;
  for (int n = 0; n <= places; ++n) all += std::pow(load, n);
  double waiting = 0;
  for (int n = 2; n <= places; ++n) waiting += (n - 1) * std::pow(load, n) / all;
  const double loss = std::pow(load, places) / all;
  return {loss, waiting, waiting / (load * (1 - loss))};
}

double time_choices(int choices, double load) {
  double sum = 0;
  double power = choices;
  for (int i = 1; i < 64; ++i, power *= choices) {
    const double term = std::pow(load, (power - choices) / (choices - 1));
    sum += term;
    if (term < 1e-15) break;
  }
  return sum;
}

namespace {

// The chain of (a, b, c): servers with at least 1, 2, 3 requests. c > 0 only while somebody had to join a server with
// two, which happens when all have two, so c is cut at kMostThird.
constexpr int kMostThird = 3;

class Chain {
 public:
  Chain(int servers, double load) : n_(servers), rate_(load * servers), p_(size(), 0.0) { p_[at(0, 0, 0)] = 1; }

  // One step of the uniformised chain; how much the distribution changed.
  double step() {
    const double all = rate_ + n_;
    std::vector<double> next(p_.size(), 0.0);
    for (int c = 0; c <= kMostThird; ++c) {
      for (int b = c; b <= n_; ++b) {
        for (int a = b; a <= n_; ++a) {
          const double p = p_[at(a, b, c)] / all;
          if (p == 0) continue;
          next[arrival(a, b, c)] += p * rate_;
          if (a > b) next[at(a - 1, b, c)] += p * (a - b);
          if (b > c) next[at(a, b - 1, c)] += p * (b - c);
          if (c > 0) next[at(a, b, c - 1)] += p * c;
          next[at(a, b, c)] += p * (n_ - a);
        }
      }
    }
    double change = 0;
    for (std::size_t i = 0; i < p_.size(); ++i) change += std::abs(next[i] - p_[i]);
    p_ = std::move(next);
    return change;
  }

  [[nodiscard]] double mean_number() const {
    double sum = 0;
    for (int c = 0; c <= kMostThird; ++c) {
      for (int b = c; b <= n_; ++b) {
        for (int a = b; a <= n_; ++a) sum += p_[at(a, b, c)] * (a + b + c);
      }
    }
    return sum;
  }

 private:
  [[nodiscard]] std::size_t size() const {
    const std::size_t lengths = static_cast<std::size_t>(n_) + 1;
    return (kMostThird + 1) * lengths * lengths;
  }
  [[nodiscard]] std::size_t at(int a, int b, int c) const {
    const std::size_t lengths = static_cast<std::size_t>(n_) + 1;
    return (static_cast<std::size_t>(c) * lengths + static_cast<std::size_t>(b)) * lengths +
           static_cast<std::size_t>(a);
  }
  [[nodiscard]] std::size_t arrival(int a, int b, int c) const {
    if (a < n_) return at(a + 1, b, c);
    if (b < n_) return at(a, b + 1, c);
    return at(a, b, std::min({c + 1, kMostThird, n_}));
  }

  int n_;
  double rate_;
  std::vector<double> p_;
};

}  // namespace

double time_shortest_queue(int servers, double load) {
  Chain chain(servers, load);
  constexpr double kSteady = 1e-9;
  while (chain.step() > kSteady) {
  }
  return chain.mean_number() / (load * servers);
}

}  // namespace hapax::simulate::theory
