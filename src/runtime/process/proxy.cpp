// The process: listeners, threads, signals.
#include <hapax/runtime/proxy.hpp>

#include <sys/signalfd.h>
#include <csignal>

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include <hapax/base/random.hpp>

#include "runtime/check/health_checks.hpp"
#include "runtime/log/access_log.hpp"
#include "runtime/net/listener.hpp"
#include "runtime/process/random_seed.hpp"
#include "runtime/wall_clock.hpp"
#include "runtime/worker.hpp"

namespace hapax::runtime {
namespace {

sigset_t handled_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1, SIGHUP, SIGUSR2}) sigaddset(&signals, signal);
  return signals;
}

class RunningProxy final : public Proxy, private EventHandler {
 public:
  RunningProxy(const model::RoutingModel& model, Settings settings)
      : model_(model),
        settings_(std::move(settings)),
        random_(random_seed()),
        router_(model, random_, loop_.now()),
        shared_(model, router_),
        checks_(loop_, shared_),
        routing_timer_(loop_.timers(), [this] { advance_routing(); }),
        hard_stop_(loop_.timers(), [this] { loop_.stop(); }) {
    router_.set_wall_clock(wall_clock_us() * routing::kMicrosecond - loop_.now());
  }

  void open(std::vector<Problem>& problems) {
    open_listeners(problems);
    resolve_servers(problems);
  }

  int run() override {
    // Threads inherit the mask: signals reach nobody but signal_fd_.
    const sigset_t signals = handled_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);
    signal_fd_ = Fd(signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
    loop_.watch(signal_fd_.get(), *this);
    log_ = make_access_log(model_, settings_);
    shared_.log = log_.get();
    start_threads();
    checks_.start();
    advance_routing();
    loop_.run();
    for (const auto& worker : shared_.workers) worker->loop().stop();
    for (std::thread& thread : threads_) thread.join();
    shared_.listeners.clear();
    shared_.workers.clear();
    return signal_;
  }

 private:
  void open_listeners(std::vector<Problem>& problems);
  void resolve_servers(std::vector<Problem>& problems);
  void start_threads();
  void advance_routing();
  void on_events(std::uint32_t events) override;
  void on_signal(int signal);

  const model::RoutingModel& model_;
  Settings settings_;
  EventLoop loop_;
  Xoshiro256 random_;
  routing::Router router_;
  std::unique_ptr<AccessLog> log_;
  Shared shared_;
  HealthChecks checks_;
  Timer routing_timer_;
  Timer hard_stop_;
  Fd signal_fd_;
  std::vector<std::thread> threads_;
  std::size_t finished_threads_ = 0;
  int signal_ = 0;
};

void RunningProxy::open_listeners(std::vector<Problem>& problems) {
  for (model::Index p = 0; p < model_.proxies.size(); ++p) {
    const model::Proxy& proxy = model_.proxies[p];
    if (proxy.disabled) continue;
    for (model::Index b = proxy.binds.first; b < proxy.binds.end(); ++b) {
      const model::Bind& bind = model_.binds[b];
      const int last = std::max(bind.address.port, bind.address.last_port);
      for (int port = bind.address.port; port <= last; ++port) {
        Result<Fd> fd = listen_on(bind.address, static_cast<std::uint16_t>(port), bind.v6only);
        if (fd) {
          shared_.listeners.push_back({std::move(*fd), p, b});
        } else {
          problems.push_back({bind.place, fd.error().message});
        }
      }
    }
  }
}

void RunningProxy::resolve_servers(std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < model_.servers.size(); ++i) {
    const model::Server& server = model_.servers[i];
    Result<SocketAddress> address = to_socket_address(server.address);
    if (address) {
      shared_.servers[i] = *address;
    } else {
      problems.push_back({server.place, fmt::format("server '{}': {}", server.name, address.error().message)});
    }
  }
}

void RunningProxy::start_threads() {
  std::size_t count = settings_.threads != 0 ? settings_.threads : model_.threads;
  if (count == 0) count = std::max(1U, std::thread::hardware_concurrency());
  shared_.listening_workers = static_cast<int>(count);
  for (std::size_t i = 0; i < count; ++i) shared_.workers.push_back(std::make_unique<Worker>(shared_));
  for (const auto& owned : shared_.workers) {
    Worker* worker = owned.get();
    threads_.emplace_back([this, worker] {
      worker->listen();
      worker->run();
      loop_.post([this] {
        if (++finished_threads_ == threads_.size()) loop_.stop();
      });
    });
  }
}

/// Steps of servers that warm up: looked for at least each second, since any call may have started one.
void RunningProxy::advance_routing() {
  const routing::Time next = shared_.router.call([&](routing::Router& router, routing::Effects& effects) {
    if (router.next_timer() <= loop_.now()) router.advance(loop_.now(), effects);
    return router.next_timer();
  });
  routing_timer_.set(std::clamp(next, loop_.now() + routing::kMillisecond, loop_.now() + routing::kSecond));
}

void RunningProxy::on_events(std::uint32_t /*events*/) {
  signalfd_siginfo info{};
  while (read(signal_fd_.get(), &info, sizeof info) == sizeof info) on_signal(static_cast<int>(info.ssi_signo));
}

void RunningProxy::on_signal(int signal) {
  if (signal == SIGTERM || signal == SIGINT || signal == SIGUSR1) signal_ = signal;
  if (signal == SIGTERM || signal == SIGINT) return loop_.stop();
  if (signal != SIGUSR1) return;
  for (const auto& owned : shared_.workers) {
    Worker* worker = owned.get();
    worker->loop().post([worker] { worker->stop_softly(); });
  }
  if (settings_.hard_stop_after > 0) hard_stop_.set(loop_.now() + settings_.hard_stop_after);
}

}  // namespace

tl::expected<std::unique_ptr<Proxy>, std::vector<Problem>> Proxy::open(const model::RoutingModel& model,
                                                                       const Settings& settings) {
  auto proxy = std::make_unique<RunningProxy>(model, settings);
  std::vector<Problem> problems;
  proxy->open(problems);
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return proxy;
}

}  // namespace hapax::runtime
