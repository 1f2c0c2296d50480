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
  void make(TraceRequest& into, Xoshiro256& random, std::optional<std::uint64_t> client = std::nullopt);

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

  Form& choose(Xoshiro256& random);
  [[nodiscard]] [[gnu::noinline]] std::size_t search(std::uint64_t point) const;
  [[gnu::noinline]] static void make_text(Form& form, routing::Request& into, Xoshiro256& random);
  [[gnu::noinline]] static void make_source(const Form& form, routing::Address& into, Xoshiro256& random,
                                            std::optional<std::uint64_t> client);

  std::string frontend_;
  std::vector<Form> forms_;
  std::vector<std::uint64_t> bounds_;  // of the forms but the last: where in 53 random bits the next one's share begins
};

}  // namespace hapax::simulate
