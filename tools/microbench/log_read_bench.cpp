// Reads a log as HAProxy's HTTP log, from bytes to requests in order, and says how many there were: what
// tools/bench/log measures.

#include <cstdio>

#include <hapax/simulate/log_trace.hpp>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: log_read_bench FILE\n", stderr);
    return 2;
  }
  auto source = hapax::simulate::open_source(argv[1]);
  if (!source) {
    std::fprintf(stderr, "log_read_bench: %s\n", source.error().message.c_str());
    return 2;
  }
  const auto reader = hapax::simulate::read_log(std::move(*source), {hapax::simulate::http_log_template()});
  hapax::simulate::TraceRequest request;
  unsigned long long requests = 0;
  for (;;) {
    const auto more = reader->next(request);
    if (!more) {
      std::fprintf(stderr, "log_read_bench: %s\n", more.error().message.c_str());
      return 2;
    }
    if (!*more) break;
    ++requests;
  }
  std::printf("%llu requests, %llu damaged lines\n", requests, static_cast<unsigned long long>(reader->damage().count));
  return requests > 0 && reader->damage().count == 0 ? 0 : 1;
}
