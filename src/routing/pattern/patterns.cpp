#include "routing/pattern/patterns.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "routing/pattern/parse.hpp"
#include "routing/pattern/words.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::Match;

std::array<std::uint8_t, 16> masked(const std::array<std::uint8_t, 16>& address, unsigned prefix) {
  std::array<std::uint8_t, 16> result{};
  for (std::size_t i = 0; i < 16 && prefix > 0; ++i) {
    const unsigned bits = std::min(prefix, 8U);
    result[i] = static_cast<std::uint8_t>(address[i] & (0xFF00U >> bits));
    prefix -= bits;
  }
  return result;
}

std::array<std::uint8_t, 16> widened(const std::uint8_t* ipv4) {
  std::array<std::uint8_t, 16> result{};
  std::memcpy(result.data(), ipv4, 4);
  return result;
}

}  // namespace

bool is_known_method(std::string_view name) {
  constexpr std::array<std::string_view, 8> kKnown = {"GET",    "HEAD",    "POST",  "PUT",
                                                      "DELETE", "OPTIONS", "TRACE", "CONNECT"};
  return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
}

std::size_t Patterns::NetworkHash::operator()(const Network& network) const {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(network.address.data()), 16}) * 131 +
         network.prefix;
}

void Patterns::Networks::add(const Entry& entry) {
  const std::uint8_t prefix = entry.pattern.prefix;
  entries.emplace(Network{masked(entry.pattern.address, prefix), prefix}, &entry);
  const auto at = std::lower_bound(lengths.begin(), lengths.end(), prefix, std::greater<>());
  if (at == lengths.end() || *at != prefix) lengths.insert(at, prefix);
}

const Patterns::Entry* Patterns::Networks::find(const std::array<std::uint8_t, 16>& address) const {
  for (const std::uint8_t prefix : lengths) {
    const auto found = entries.find(Network{masked(address, prefix), prefix});
    if (found != entries.end()) return found->second;
  }
  return nullptr;
}

Patterns::Patterns(const model::PatternSet& set, const std::vector<Regex>& regexes)
    : method_(set.method), ignore_case_(set.ignore_case), is_map_(set.is_map) {
  std::uint32_t file = 0;
  std::uint32_t left = set.files.empty() ? 0 : set.files[0].count;
  for (const model::PatternFile& each : set.files) files_.push_back(each.name);
  for (const model::Pattern& pattern : set.patterns) {
    while (left == 0 && file < files_.size() && ++file < files_.size()) left = set.files[file].count;
    Entry& entry = entries_.emplace_back(Entry{pattern});
    if (file < files_.size()) entry.file = file, --left;
    if (pattern.regex != model::kNone) entry.regex = &regexes[pattern.regex];
    index(entry);
  }
}

SampleType Patterns::input() const {
  switch (method_) {
    case Match::found:
      return SampleType::any;
    case Match::boolean:
    case Match::integer:
      return SampleType::integer;
    case Match::ip:
      return SampleType::address;
    case Match::bin:
      return SampleType::binary;
    case Match::meth:
      return SampleType::method;
    default:
      return SampleType::string;
  }
}

bool Patterns::exact() const {
  return method_ == Match::bin || ((method_ == Match::str || method_ == Match::beg) && !ignore_case_);
}

void Patterns::index(const Entry& entry) {
  if (method_ == Match::ip) {
    (entry.pattern.ipv6 ? ipv6_ : ipv4_).add(entry);
    return;
  }
  if (!exact()) return;
  texts_.emplace(entry.pattern.text, &entry);
  if (method_ != Match::beg) return;
  const std::size_t length = entry.pattern.text.size();
  const auto at = std::lower_bound(lengths_.begin(), lengths_.end(), length, std::greater<>());
  if (at == lengths_.end() || *at != length) lengths_.insert(at, length);
}

void Patterns::rebuild() {
  texts_.clear();
  lengths_.clear();
  ipv4_ = {};
  ipv6_ = {};
  for (const Entry& entry : entries_) index(entry);
}

const Patterns::Entry* Patterns::find_prefix(std::string_view text) const {
  for (const std::size_t length : lengths_) {
    if (length > text.size()) continue;
    const auto found = texts_.find(text.substr(0, length));
    if (found != texts_.end()) return found->second;
  }
  return nullptr;
}

const Patterns::Entry* Patterns::find_network(const Sample& sample) const {
  if (sample.type == SampleType::ipv4) {
    if (const Entry* found = ipv4_.find(widened(sample.address.data()))) return found;
    return ipv6_.lengths.empty() ? nullptr : ipv6_.find(mapped_ipv6(sample.address.data()));
  }
  if (const Entry* found = ipv6_.find(sample.address)) return found;
  const auto embedded = embedded_ipv4(sample.address);
  return embedded ? ipv4_.find(widened(embedded->data())) : nullptr;
}

const Patterns::Entry* Patterns::find(const Sample& sample) const {
  if (method_ == Match::ip) return find_network(sample);
  if (!finds_.empty() && method_ != Match::meth) return find_by_file(sample);
  if (!exact()) return find_plainly(sample);
  if (method_ == Match::beg) return find_prefix(sample.text);
  const auto found = texts_.find(sample.text);
  return found == texts_.end() ? nullptr : found->second;
}

bool Patterns::method_matches(const model::Pattern& pattern, const Sample& sample) const {
  // Names that HAProxy knows are compared as numbers, so case never counts for them; only the others are texts.
  const bool known = sample.number != Sample::kUnknownMethod && is_known_method(sample.text);
  // They have no text, and so equal an empty pattern that a rule added.
  if (known || is_known_method(pattern.text)) return known && (pattern.text == sample.text || pattern.text.empty());
  return ignore_case_ ? equal_ignoring_case(pattern.text, sample.text) : pattern.text == sample.text;
}

bool Patterns::matches(const Entry& entry, const Sample& sample) const {
  const model::Pattern& p = entry.pattern;
  switch (method_) {
    case Match::found:
      return true;
    case Match::meth:
      return method_matches(p, sample);
    case Match::boolean:
    case Match::integer:
      return sample.number >= p.low && sample.number <= p.high;
    case Match::len: {
      // Lengths have no sign, and take it off the limits: 'lt 0' holds for all of them, 'gt -2' for none.
      const auto length = static_cast<std::uint64_t>(sample.text.size());
      return (p.low == INT64_MIN || length >= static_cast<std::uint64_t>(p.low)) &&
             length <= static_cast<std::uint64_t>(p.high);
    }
    case Match::ip: {
      Networks one;
      one.add(entry);
      if (p.ipv6) {
        return one.find(sample.type == SampleType::ipv6 ? sample.address : mapped_ipv6(sample.address.data())) !=
               nullptr;
      }
      if (sample.type == SampleType::ipv4) return one.find(widened(sample.address.data())) != nullptr;
      const auto embedded = embedded_ipv4(sample.address);
      return embedded && one.find(widened(embedded->data())) != nullptr;
    }
    case Match::bin:
      return p.text == sample.text;
    case Match::str:
      return ignore_case_ ? equal_ignoring_case(p.text, sample.text) : p.text == sample.text;
    case Match::beg:
      return begins(sample.text, p.text, ignore_case_);
    case Match::sub:
      return contains(sample.text, p.text, ignore_case_);
    case Match::dir:
      return contains_word(sample.text, p.text, kDirectoryDelimiters, ignore_case_);
    case Match::dom:
      return contains_word(sample.text, p.text, kDomainDelimiters, ignore_case_);
    case Match::end:
      return ends(sample.text, p.text, ignore_case_);
    case Match::reg:
      return entry.regex != nullptr && entry.regex->matches(sample.text);
  }
  return false;
}

bool Patterns::better(const Entry& candidate, const Entry* best) const {
  if (best == nullptr) return true;
  if (method_ == Match::beg && !ignore_case_) return candidate.pattern.text.size() > best->pattern.text.size();
  return false;
}

const Patterns::Entry* Patterns::find_plainly(const Sample& sample) const {
  const Entry* best = nullptr;
  const bool longest = method_ == Match::ip || (method_ == Match::beg && !ignore_case_);
  const bool native_ipv6 = sample.type == SampleType::ipv6;
  for (const Entry& entry : entries_) {
    if (!matches(entry, sample)) continue;
    if (!longest) return &entry;
    if (method_ == Match::ip && best != nullptr) {
      // The sample's own family goes first, then the longer prefix.
      const bool own = entry.pattern.ipv6 == native_ipv6;
      const bool best_own = best->pattern.ipv6 == native_ipv6;
      if (own != best_own ? own : entry.pattern.prefix > best->pattern.prefix) best = &entry;
    } else if (better(entry, best)) {
      best = &entry;
    }
  }
  return best;
}

void Patterns::share(std::uint32_t file, SharedFinds& finds) {
  finds_.resize(files_.size());
  finds_[file] = &finds;
}

void Patterns::forget_finds(std::uint32_t file) {
  if (file < finds_.size() && finds_[file] != nullptr) finds_[file]->forget();
}

/// One file after the other, then the patterns of the line.
const Patterns::Entry* Patterns::find_by_file(const Sample& sample) const {
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    if (const Entry* found = find_in(file, sample)) return found;
  }
  return find_in(kOfNoFile, sample);
}

const Patterns::Entry* Patterns::find_in(std::uint32_t file, const Sample& sample) const {
  std::vector<const Entry*> entries;
  for (const Entry& entry : entries_) {
    if (entry.file == file) entries.push_back(&entry);
  }
  SharedFinds* const finds = file < finds_.size() ? finds_[file] : nullptr;
  const bool shared = finds != nullptr && finds->serves(entries.size());
  std::uint32_t place = SharedFinds::kNothing;
  if (const auto known = shared ? finds->recall(sample.text) : std::nullopt) {
    place = *known;
  } else {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry* e) { return matches(*e, sample); });
    if (found != entries.end()) place = static_cast<std::uint32_t>(found - entries.begin());
    if (shared) finds->remember(sample.text, place);
  }
  return place < entries.size() ? entries[place] : nullptr;
}

bool Patterns::holds(std::uint32_t file, std::string_view text) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return entry.file == file && entry.pattern.text == text; });
}

bool Patterns::could_hold(std::string_view text, std::string_view value) const {
  model::Pattern pattern;
  if (!parse_pattern(method_, text, pattern)) return false;
  if (method_ == Match::reg && !Regex(std::string(text), ignore_case_).valid()) return false;
  return values_ == SampleType::string || parse_value(value, values_ == SampleType::integer);
}

void Patterns::add(std::uint32_t file, std::string_view text, std::string_view value) {
  model::Pattern pattern;
  pattern.text = text;
  pattern.value = value;
  if (!parse_pattern(method_, text, pattern)) return;
  Entry& entry = entries_.emplace_back(Entry{std::move(pattern)});
  entry.file = file;
  if (method_ == Match::reg) entry.regex = &own_regexes_.emplace_back(std::string(text), ignore_case_);
  index(entry);
  forget_finds(file);
}

void Patterns::set(std::uint32_t file, std::string_view text, std::string_view value) {
  bool found = false;
  for (Entry& entry : entries_) {
    if (entry.file != file || entry.pattern.text != text) continue;
    entry.pattern.value = value;
    found = true;
  }
  if (!found) add(file, text, value);
}

void Patterns::remove(std::uint32_t file, std::string_view text) {
  const auto is_it = [&](const Entry& entry) { return entry.file == file && entry.pattern.text == text; };
  if (std::erase_if(entries_, is_it) == 0) return;
  rebuild();
  forget_finds(file);
}

}  // namespace hapax::routing
