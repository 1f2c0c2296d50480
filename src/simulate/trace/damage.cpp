#include <algorithm>

#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

void Damage::add(const Damage& other) {
  count += other.count;
  first.insert(first.end(), other.first.begin(), other.first.end());
  std::stable_sort(first.begin(), first.end(),
                   [](const DamagedLine& a, const DamagedLine& b) { return a.line < b.line; });
  if (first.size() > kKept) first.resize(kKept);
}

}  // namespace hapax::simulate
