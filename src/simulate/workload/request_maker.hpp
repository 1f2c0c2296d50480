// What the requests of a workload are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/simulate/scenario.hpp>
#include <hapax/simulate/trace.hpp>
#include <simulate/workload/random_number.hpp>

namespace hapax::simulate {

class RequestMaker {
 public:
  /// `first_form`: Request::form of what its first template makes, further ones follow; 0: they have none.
  explicit RequestMaker(const Workload& workload, std::uint32_t first_form = 0);
  [[nodiscard]] std::size_t forms() const { return forms_.size(); }
  /// Fills in everything but the time and the connection. A request of the client of that number comes from that
  /// client's address; else the address is drawn. Text is good until the next call.
  void make(TraceRequest& into, Xoshiro256& random, std::optional<std::uint64_t> client = std::nullopt) {
    Form& form = choose(random);
    const RequestTemplate& request = form.request;
    into.frontend = frontend_;
    into.service = request.time ? draw(*request.time, random) : -1;
    into.standing = form.fixed ? &form.standing : nullptr;
    if (!form.fixed) make_text(form, into.request, random);
    into.tls = !request.sni.empty();
    into.sni = request.sni;
    into.bytes_in = request.bytes_in;
    into.bytes_out = request.bytes_out;
    if (request.src || client) return make_source(form, into.source, random, client);
    const std::uint32_t number = random.next32();
    make_private(into.source, number, port_of(number & 0x7FFFU));
  }

 private:
  struct Text {
    std::vector<TextTemplate::Piece> pieces;
    std::vector<std::optional<NumberSource>> numbers;  // of the pieces
    std::string made;
    explicit Text(const TextTemplate& form);
    std::string_view make(Xoshiro256& random);
  };
  struct Form {
    RequestTemplate request;
    Text path;
    std::vector<std::pair<std::string, Text>> headers;
    std::optional<NumberSource> client;
    bool fixed = true;          // no text has a number in it, so all of it stays as it is
    routing::Request standing;  // if it is fixed
    explicit Form(const RequestTemplate& of);
    void make_standing(std::uint32_t number);
  };

  Form& choose(Xoshiro256& random) {
    if (bounds_.empty()) return forms_[0];
    const std::uint64_t point = random.next64() >> 11;
    if (bounds_.size() > kFewForms) return forms_[search(point)];
    // The same without a branch that nobody could foretell.
    std::size_t chosen = 0;
    for (const std::uint64_t bound : bounds_) chosen += point >= bound ? 1 : 0;
    return forms_[chosen];
  }
  [[nodiscard]] [[gnu::noinline]] std::size_t search(std::uint64_t point) const;
  [[gnu::noinline]] static void make_text(Form& form, routing::Request& into, Xoshiro256& random);
  [[gnu::noinline]] static void make_source(const Form& form, routing::Address& into, Xoshiro256& random,
                                            std::optional<std::uint64_t> client);

  // Clients of workloads that do not say where they come from: 10.0.0.0/8. Written where it is wanted: bytes that were
  // just written one by one are slow to copy.
  static void make_private(routing::Address& address, std::uint32_t number, std::uint16_t port) {
    address.family = routing::Address::Family::ipv4;
    address.port = port;
    address.bytes = {};
    address.bytes[0] = 10;
    address.bytes[1] = static_cast<std::uint8_t>(number >> 24U);
    address.bytes[2] = static_cast<std::uint8_t>(number >> 16U);
    address.bytes[3] = static_cast<std::uint8_t>(number >> 8U);
  }
  static std::uint16_t port_of(std::uint64_t number) { return static_cast<std::uint16_t>(1024 + number % 64'000); }

  static constexpr std::size_t kFewForms = 16;
  std::string frontend_;
  std::vector<Form> forms_;
  std::vector<std::uint64_t> bounds_;  // of the forms but the last: where in 53 random bits the next one's share begins
};

}  // namespace hapax::simulate
