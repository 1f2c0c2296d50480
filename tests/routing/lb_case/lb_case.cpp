// lb_case FILE: plays a load-balancing case and prints what became of its steps, a JSON list with one entry each:
// {"backend":"be","server":"s1"} for a request, null for others. `-` reads standard input.
#include <cstdio>
#include <iostream>
#include <iterator>

#include <hapax/base/read_source.hpp>

#include "load_case.hpp"

namespace {

int complain(const std::string& message) {
  std::cerr << "lb_case: " << message << '\n';
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return complain("takes one case: lb_case FILE, or lb_case - for standard input");
  const std::string path = arguments[1];
  const auto text = path == "-" ? hapax::Result<std::string>(std::string(std::istreambuf_iterator<char>(std::cin), {}))
                                : hapax::read_source(path);
  if (!text) return complain(text.error().message);
  const auto loaded = hapax::lb_case::load_case(path == "-" ? "standard input" : path, *text);
  if (!loaded) return complain(loaded.error().message);
  const auto result = hapax::lb_case::play_case(*loaded);
  if (!result) return complain(result.error().message);
  std::cout << result->dump() << '\n';
  return 0;
}
