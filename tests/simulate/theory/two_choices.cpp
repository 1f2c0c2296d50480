// The power of two choices among many servers, and among so many that one can count them.
//
// In the limit of many servers, the share x_i of those with at least i requests follows dx_i/dt = load (x_{i-1}^2 -
// x_i^2) - (x_i - x_{i+1}), whose fixed point is load^(2^i - 1). With N servers the mean of x_i is off by V_i / N + O(1
// / N^2), and V comes from the drift at the fixed point alone: with A its Jacobian and Q the covariance of the jumps, W
// solves A W + W A^T + Q = 0, and A V + load (W_{i-1,i-1} - W_{i,i}) = 0 for every i (Gast and Van Houdt, "A refined
// mean field approximation", Proceedings of the ACM on Measurement and Analysis of Computing Systems 1(2), 2017,
// theorem 3.1 and section 5). Their table for load 0.9 is in the tests.

#include "formulas.hpp"

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace hapax::simulate::theory {
namespace {

// No server has more requests: at load 0.95, x_10 is below 1e-22.
constexpr std::size_t kLongest = 10;

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

// The x with a x = b, by Gauss's elimination with pivots.
Vector solve(Matrix a, Vector b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t k = i + 1; k < n; ++k) {
      if (std::abs(a[k][i]) > std::abs(a[pivot][i])) pivot = k;
    }
    std::swap(a[i], a[pivot]);
    std::swap(b[i], b[pivot]);
    for (std::size_t k = i + 1; k < n; ++k) {
      const double factor = a[k][i] / a[i][i];
      if (factor == 0) continue;
      for (std::size_t j = i; j < n; ++j) a[k][j] -= factor * a[i][j];
      b[k] -= factor * b[i];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) b[i] -= a[i][j] * b[j];
    b[i] /= a[i][i];
  }
  return b;
}

// The diagonal of the W with a W + W a^T = -diagonal(q).
Vector variances(const Matrix& a, const Vector& q) {
  const std::size_t n = q.size();
  Matrix equations(n * n, Vector(n * n, 0.0));
  Vector right(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    right[i * n + i] = -q[i];
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) {
        equations[i * n + j][k * n + j] += a[i][k];
        equations[i * n + j][i * n + k] += a[j][k];
      }
    }
  }
  const Vector w = solve(std::move(equations), std::move(right));
  Vector diagonal(n);
  for (std::size_t i = 0; i < n; ++i) diagonal[i] = w[i * n + i];
  return diagonal;
}

}  // namespace

double time_two_choices(int servers, double load) {
  Vector x(kLongest + 2);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::pow(load, std::pow(2.0, static_cast<double>(i)) - 1);
  Matrix jacobian(kLongest, Vector(kLongest, 0.0));
  Vector jumps(kLongest);
  for (std::size_t i = 0; i < kLongest; ++i) {
    jacobian[i][i] = -2 * load * x[i + 1] - 1;
    if (i > 0) jacobian[i][i - 1] = 2 * load * x[i];
    if (i + 1 < kLongest) jacobian[i][i + 1] = 1;
    jumps[i] = 2 * (x[i + 1] - x[i + 2]);
  }
  const Vector w = variances(jacobian, jumps);
  Vector curvature(kLongest);
  for (std::size_t i = 0; i < kLongest; ++i) curvature[i] = -load * ((i > 0 ? w[i - 1] : 0) - w[i]);
  const Vector v = solve(jacobian, curvature);
  double number = 0;
  for (std::size_t i = 0; i < kLongest; ++i) number += x[i + 1] + v[i] / servers;
  return number / load;
}

}  // namespace hapax::simulate::theory
