#include <gtest/gtest.h>

#include <list>
#include <random>

#include "bench_backend.hpp"

namespace hapax::routing {
namespace {

// What roundrobin does, told as plainly as possible: three lists kept in order by insertion, no cleverness. Every test
// against it is a differential test.
class PlainRoundRobin {
 public:
  explicit PlainRoundRobin(Backend& backend) : backend_(backend), s_(backend.servers.size()) {
    n_ = w_ = p_ = backend.totals.active_weight;
    for (const ServerLive& server : backend.servers) {
      if (server.usable) put(fresh_, server.position, 4096 - server.weight);
    }
  }

  model::Index take(model::Index avoid) {
    bool switched = false;
    model::Index avoided = model::kNone;
    model::Index chosen = model::kNone;
    std::vector<model::Index> skipped;
    while (true) {
      if (w_ == 0) p_ = w_ = n_;
      const model::Index s = head();
      if (s == model::kNone) {
        if (switched) {
          chosen = avoided;
          break;
        }
        switched = true;
        std::swap(fresh_, later_);
        w_ = n_;
        p_ = w_;
        continue;
      }
      const std::uint32_t w = weight(s);
      if (s_[s].pos == 0) s_[s].pos = p_;
      s_[s].last = s_[s].pos;
      s_[s].pos += n_ / w;
      s_[s].r += n_ % w;
      if (s_[s].r >= w) {
        s_[s].r -= w;
        ++s_[s].pos;
      }
      drop(s);
      ++p_;
      if (backend_.roomy(backend_.servers[s], 0)) {
        if (s != avoid || avoided != model::kNone) {
          chosen = s;
          break;
        }
        avoided = s;
      }
      skipped.push_back(s);
    }
    if (chosen != model::kNone) place(chosen);
    for (auto s = skipped.rbegin(); s != skipped.rend(); ++s) {
      if (*s == chosen) continue;
      if (switched) {
        put(fresh_, *s, 4096 - weight(*s));
      } else {
        place(*s);
      }
    }
    return chosen;
  }

  void down(model::Index s, std::uint32_t old) {
    n_ -= old;
    drop(s);
  }
  void up(model::Index s) {
    n_ += weight(s);
    s_[s].pos = p_;
    s_[s].pos = p_ + (n_ + w_ - p_) / weight(s);
    place(s);
  }
  void reweight(model::Index s, std::uint32_t old) {
    n_ = n_ - old + weight(s);
    const bool in_fresh = has(fresh_, s);
    const bool in_later = has(later_, s);
    drop(s);
    if (backend_.target >= Version::v3_2) {
      if (in_fresh) s_[s].pos = s_[s].r = 0;
      if (in_later) s_[s].pos += w_;
      s_[s].pos = p_ + (n_ + w_ - p_) / weight(s);
      place(s);
      return;
    }
    if (in_fresh) return put(fresh_, s, 4096 - weight(s));
    if (in_later) s_[s].pos += w_;
    const std::uint32_t was = s_[s].pos;
    const std::uint32_t step = n_ / weight(s);
    s_[s].pos = s_[s].last + step;
    s_[s].r = 0;
    if (s_[s].pos > was) s_[s].pos = was;
    if (s_[s].pos < p_ + 2) s_[s].pos = p_ + step;
    place(s);
  }

 private:
  struct State {
    std::uint32_t pos = 0, last = 0, r = 0;
  };
  using Queue = std::list<std::pair<std::uint32_t, model::Index>>;

  [[nodiscard]] std::uint32_t weight(model::Index s) const { return backend_.servers[s].weight; }
  static void put(Queue& queue, model::Index s, std::uint32_t key) {
    auto at = queue.begin();
    while (at != queue.end() && at->first <= key) ++at;
    queue.insert(at, {key, s});
  }
  static bool has(const Queue& queue, model::Index s) {
    return std::any_of(queue.begin(), queue.end(), [s](const auto& e) { return e.second == s; });
  }
  void drop(model::Index s) {
    for (Queue* queue : {&fresh_, &run_, &later_}) queue->remove_if([s](const auto& e) { return e.second == s; });
  }
  void place(model::Index s) {
    if (!backend_.servers[s].usable) return;
    if (s_[s].pos >= 2 * w_ || s_[s].pos >= w_ + n_) {
      s_[s].pos -= w_;
      put(later_, s, 4096 - weight(s));
    } else {
      put(run_, s, 256 * s_[s].pos + (4096 + s_[s].r - weight(s)) / 16);
    }
  }
  model::Index head() {
    const model::Index a = run_.empty() ? model::kNone : run_.front().second;
    if (a != model::kNone && s_[a].pos <= p_) return a;
    if (fresh_.empty()) return a;
    const model::Index b = fresh_.front().second;
    s_[b].pos = s_[b].r = 0;
    return b;
  }

  Backend& backend_;
  std::vector<State> s_;
  Queue fresh_, run_, later_;
  std::uint32_t w_ = 0, n_ = 0, p_ = 0;
};

/// Random requests, loads and changes on both models; they must never differ.
void compare(BenchBackend& bench, std::uint32_t seed, int steps) {
  const auto algorithm = make_roundrobin(bench.backend());
  PlainRoundRobin plain(bench.backend());
  std::mt19937 random(seed);
  const auto below = [&random](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  const auto count = static_cast<std::uint32_t>(bench.backend().servers.size());
  for (int i = 0; i < steps; ++i) {
    const model::Index s = below(count);
    ServerLive& server = bench.server(s);
    switch (below(8)) {
      case 0:
        server.served = below(3);
        break;
      case 1: {
        const bool was = server.usable;
        const std::uint32_t old = server.weight;
        const bool up = below(3) > 0;
        bench.change(*algorithm, s, up, below(5));
        if (was && !server.usable) plain.down(s, old);
        if (!was && server.usable) plain.up(s);
        if (was && server.usable && old != server.weight) plain.reweight(s, old);
        break;
      }
      default:
        if (bench.backend().totals.weight == 0) break;
        const model::Index avoid = below(4) == 0 ? s : model::kNone;
        ASSERT_EQ(bench.choose(*algorithm, avoid), plain.take(avoid)) << "seed " << seed << ", step " << i;
    }
  }
}

TEST(RoundRobin, GivesEachServerItsShareEvenlySpread) {
  BenchBackend bench({3, 2, 1});
  const auto algorithm = make_roundrobin(bench.backend());
  EXPECT_EQ(letters(bench, *algorithm, 12), "abacababacab");
}

TEST(RoundRobin, EqualWeightsStartInTheOrderDeclared) {
  BenchBackend bench({7, 7, 7});
  const auto algorithm = make_roundrobin(bench.backend());
  EXPECT_EQ(letters(bench, *algorithm, 6), "abcabc");
}

TEST(RoundRobin, AFullServerLosesItsTurn) {
  BenchBackend bench({1, 1});
  bench.server(0).maxconn = bench.server(0).minconn = 1;
  bench.server(0).served = 1;
  const auto algorithm = make_roundrobin(bench.backend());
  EXPECT_EQ(letters(bench, *algorithm, 3), "bbb");
  bench.server(1).maxconn = bench.server(1).minconn = 1;
  bench.server(1).served = 1;
  EXPECT_EQ(letters(bench, *algorithm, 2), "--");
}

TEST(RoundRobin, AnAvoidedServerIsTakenOnlyWhenItIsAlone) {
  BenchBackend two({1, 1});
  const auto algorithm = make_roundrobin(two.backend());
  EXPECT_EQ(two.choose(*algorithm, 0), 1U);
  BenchBackend one({1});
  const auto alone = make_roundrobin(one.backend());
  EXPECT_EQ(one.choose(*alone, 0), 0U);
}

TEST(RoundRobin, AgreesWithThePlainModelForAllWeightTriples) {
  for (std::uint32_t code = 0; code < 125; ++code) {
    for (const Version target : {Version::v2_6, Version::v3_2}) {
      BenchBackend bench({code / 25, code / 5 % 5, code % 5}, {}, target);
      for (model::Index i = 0; i < 3; ++i) bench.server(i).maxconn = bench.server(i).minconn = i;
      compare(bench, code, 200);
    }
  }
}

TEST(RoundRobin, AgreesWithThePlainModelForManyServers) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::uint32_t> weights(3 + seed);
    for (std::uint32_t& weight : weights) weight = static_cast<std::uint32_t>(random() % 257);
    BenchBackend bench(weights, {}, seed % 2 == 0 ? Version::v2_6 : Version::v3_4);
    for (model::Index i = 0; i < weights.size(); ++i) bench.server(i).maxconn = bench.server(i).minconn = i % 3;
    compare(bench, seed, 500);
  }
}

}  // namespace
}  // namespace hapax::routing
