// What was compiled without a finding and would be in any other proxy, too: it names no proxy, server, table or ACL.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <hapax/base/hash.hpp>

namespace hapax::compile {

/// A set of texts that may forget some of them.
class SomeTexts {
 public:
  [[nodiscard]] bool has(std::string_view text) const { return texts_[place(text)] == text && !text.empty(); }
  void add(std::string_view text) { texts_[place(text)] = text; }

 private:
  static constexpr std::size_t kTexts = 256;

  [[nodiscard]] static std::size_t place(std::string_view text) { return hash_of(text) % kTexts; }

  std::array<std::string, kTexts> texts_;
};

struct Understood {
  SomeTexts of_request;  ///< expressions that are evaluated before there is an answer
  SomeTexts of_answer;
  SomeTexts criteria;  ///< of ACLs that take any pattern when no flag says which method it is

  [[nodiscard]] SomeTexts& expressions(bool answer) { return answer ? of_answer : of_request; }
};

}  // namespace hapax::compile
