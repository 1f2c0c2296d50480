#include <simulate/flight.hpp>

namespace hapax::simulate {

Flight* Flights::make() {
  Flight* const flight = flights_.emplace_back(std::make_unique<Flight>()).get();
  flight->number = static_cast<std::uint32_t>(flights_.size() - 1);
  return flight;
}

Client* Flights::make_client() {
  Client& client = clients_.emplace_back();
  client.number = static_cast<std::uint32_t>(clients_.size() - 1);
  return &client;
}

Client* Flights::named_client(std::string_view name) {
  if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  Client* const client = nameless_client();
  client->name = name;
  by_name_.emplace(client->name, client);
  return client;
}

void Flights::forget_name(Client& client) {
  by_name_.erase(client.name);
  client.name.clear();
}

namespace {

using routing::Arena;
using routing::Header;
using routing::Request;

[[gnu::noinline]] void copy_headers(const std::vector<Header>& from, std::vector<Header>& to, Arena& arena) {
  to.clear();
  for (const Header& header : from) to.push_back({arena.copy(header.name), arena.copy(header.value)});
}

[[gnu::noinline]] void copy_text(const Request& from, Request& to, Arena& arena) {
  to.method = arena.copy(from.method);
  to.target = arena.copy(from.target);
  to.body = arena.copy(from.body);
  to.payload = arena.copy(from.payload);
  copy_headers(from.headers, to.headers, arena);
}

[[gnu::noinline]] void refer_to_text(const Request& from, Request& to) {
  to.method = from.method;
  to.target = from.target;
  to.body = from.body;
  to.payload = from.payload;
  to.headers = from.headers;
}

[[gnu::noinline]] void copy_response(const routing::Response& from, routing::Response& to, Arena& arena) {
  to.set_status(from.status);
  to.reason = arena.copy(from.reason);
  to.body = arena.copy(from.body);
  copy_headers(from.headers, to.headers, arena);
}

void expect_good_response(routing::Response& to) {
  to.set_status(200);
  to.reason = {};
  to.body = {};
  to.headers.clear();
}

}  // namespace

void load(const TraceRequest& line, bool with_text, Flight& flight) {
  routing::Transaction& transaction = flight.transaction;
  transaction.arena.reset();
  transaction.ticket.owner = &flight;
  transaction.has_response = false;
  const Request& asked = line.asked();
  transaction.request.major = asked.major;
  transaction.request.minor = asked.minor;
  transaction.request.form = asked.form;
  transaction.request.host_unknown = asked.host_unknown;
  transaction.request.body_complete = asked.body_complete;
  if (with_text) {
    line.standing != nullptr ? refer_to_text(asked, transaction.request)
                             : copy_text(asked, transaction.request, transaction.arena);
  }
  if (line.has_response) {
    copy_response(line.response, transaction.response, transaction.arena);
  } else {
    expect_good_response(transaction.response);
  }
  transaction.bytes_in = line.bytes_in;
  transaction.bytes_out = 0;
  flight.bytes_out = line.bytes_out;
}

}  // namespace hapax::simulate
