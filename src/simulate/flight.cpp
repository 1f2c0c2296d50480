#include <simulate/flight.hpp>

namespace hapax::simulate {

Flight* Flights::take() {
  if (free_flights_.empty()) {
    Flight& flight = flights_.emplace_back();
    flight.number = static_cast<std::uint32_t>(flights_.size() - 1);
    return &flight;
  }
  Flight* const flight = free_flights_.back();
  free_flights_.pop_back();
  return flight;
}

void Flights::give_back(Flight* flight) {
  ++flight->generation;
  flight->phase = Flight::Phase::free;
  flight->client = nullptr;
  free_flights_.push_back(flight);
}

Client* Flights::client(std::string_view name) {
  if (!name.empty()) {
    if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  }
  Client* client = nullptr;
  if (free_clients_.empty()) {
    client = &clients_.emplace_back();
    client->number = static_cast<std::uint32_t>(clients_.size() - 1);
  } else {
    client = free_clients_.back();
    free_clients_.pop_back();
  }
  client->name = name;
  if (!name.empty()) by_name_.emplace(client->name, client);
  return client;
}

void Flights::give_back(Client* client) {
  if (!client->name.empty()) by_name_.erase(client->name);
  ++client->generation;
  client->name.clear();
  client->waiting.clear();
  client->state = nullptr;
  client->current = nullptr;
  client->accepted = false;
  client->last_server = model::kNone;
  client->challenged = false;
  client->connection = {};
  free_clients_.push_back(client);
}

namespace {

using routing::Arena;
using routing::Header;

void copy_headers(const std::vector<Header>& from, std::vector<Header>& to, Arena& arena) {
  to.clear();
  for (const Header& header : from) to.push_back({arena.copy(header.name), arena.copy(header.value)});
}

void copy_text(const TraceRequest& line, routing::Transaction& transaction) {
  Arena& arena = transaction.arena;
  routing::Request& request = transaction.request;
  request.method = arena.copy(line.request.method);
  request.target = arena.copy(line.request.target);
  request.body = arena.copy(line.request.body);
  request.payload = arena.copy(line.request.payload);
  copy_headers(line.request.headers, request.headers, arena);
  routing::Response& response = transaction.response;
  response.reason = arena.copy(line.response.reason);
  response.body = arena.copy(line.response.body);
  copy_headers(line.response.headers, response.headers, arena);
}

void refer_to(const std::vector<Header>& from, std::vector<Header>& to) {
  if (!from.empty() || !to.empty()) to = from;
}

void refer_to_text(const TraceRequest& line, routing::Transaction& transaction) {
  routing::Request& request = transaction.request;
  request.method = line.request.method;
  request.target = line.request.target;
  request.body = line.request.body;
  request.payload = line.request.payload;
  refer_to(line.request.headers, request.headers);
  routing::Response& response = transaction.response;
  response.reason = line.response.reason;
  response.body = line.response.body;
  refer_to(line.response.headers, response.headers);
}

}  // namespace

void load(const TraceRequest& line, Flight& flight) {
  routing::Transaction& transaction = flight.transaction;
  transaction.arena.reset();
  transaction.ticket = {};
  transaction.ticket.owner = &flight;
  transaction.has_response = false;
  transaction.request.major = line.request.major;
  transaction.request.minor = line.request.minor;
  transaction.request.form = line.request.form;
  transaction.request.body_complete = line.request.body_complete;
  transaction.response.status = line.has_response ? line.response.status : 200;
  line.text_stays ? refer_to_text(line, transaction) : copy_text(line, transaction);
  transaction.bytes_in = line.bytes_in;
  transaction.bytes_out = 0;
  flight.bytes_out = line.bytes_out;
}

}  // namespace hapax::simulate
