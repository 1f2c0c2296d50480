#include <simulate/workload/request_maker.hpp>

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include <simulate/scenario/sources.hpp>

namespace hapax::simulate {

RequestMaker::Text::Text(const TextTemplate& form) : pieces(form.pieces) {
  for (const TextTemplate::Piece& piece : pieces) {
    numbers.push_back(piece.number ? std::optional<NumberSource>(NumberSource(*piece.number)) : std::nullopt);
  }
}

std::string_view RequestMaker::Text::make(Xoshiro256& random) {
  if (pieces.size() == 1 && !numbers[0]) return pieces[0].text;
  made.clear();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    made += pieces[i].text;
    if (numbers[i]) fmt::format_to(std::back_inserter(made), "{}", numbers[i]->draw(random));
  }
  return made;
}

RequestMaker::Form::Form(const RequestTemplate& of) : request(of), path(of.path) {
  for (const auto& [name, value] : of.headers) headers.emplace_back(name, Text(value));
  if (of.src) client.emplace(of.src->client);
  const auto is_fixed = [](const Text& text) { return text.pieces.size() == 1 && !text.numbers[0]; };
  fixed = is_fixed(path) &&
          std::all_of(headers.begin(), headers.end(), [&](const auto& header) { return is_fixed(header.second); });
}

// Its text is that of this form, which must not move any more.
void RequestMaker::Form::make_standing(std::uint32_t number) {
  standing.form = number;
  standing.method = request.method;
  standing.target = path.pieces[0].text;
  for (const auto& [name, value] : headers) standing.headers.push_back({name, value.pieces[0].text});
}

RequestMaker::RequestMaker(const Workload& workload, std::uint32_t first_form) : frontend_(workload.frontend) {
  for (const RequestTemplate& request : workload.requests) forms_.emplace_back(request);
  if (forms_.empty()) forms_.emplace_back(RequestTemplate{});
  double total = 0;
  for (Form& form : forms_) {
    total += form.request.weight;
    if (form.fixed) form.make_standing(first_form);
    if (first_form != 0) ++first_form;
  }
  double below = 0;
  for (std::size_t i = 0; i + 1 < forms_.size(); ++i) {
    below += forms_[i].request.weight;
    bounds_.push_back(static_cast<std::uint64_t>(below / total * 0x1.0p53));
  }
}

std::size_t RequestMaker::search(std::uint64_t point) const {
  return static_cast<std::size_t>(std::upper_bound(bounds_.begin(), bounds_.end(), point) - bounds_.begin());
}

void RequestMaker::make_text(Form& form, routing::Request& into, Xoshiro256& random) {
  into.method = form.request.method;
  into.target = form.path.make(random);
  into.headers.clear();
  for (auto& [name, value] : form.headers) into.headers.push_back({name, value.make(random)});
}

void RequestMaker::make_source(const Form& form, routing::Address& into, Xoshiro256& random,
                               std::optional<std::uint64_t> client) {
  const auto& sources = form.request.src;
  if (!sources) return make_private(into, static_cast<std::uint32_t>(*client + 1) << 8U, port_of(*client));
  const RandomNumber& all = sources->client;
  into = client_address(*sources, client ? *client % (all.most - all.least + 1) : form.client->draw(random));
  into.port = port_of(client ? *client : random.next32());
}

}  // namespace hapax::simulate
