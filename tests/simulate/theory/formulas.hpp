// Closed forms of queueing theory. Times are in units of the mean service time.
#pragma once

#include <cstddef>

namespace hapax::simulate::theory {

/// M/M/c: mean wait in the queue at this load per server (Erlang's C; Gross, Shortle, Thompson, Harris, "Fundamentals
/// of Queueing Theory", 4th ed., section 2.3; c = 1: section 2.2).
double wait_mmc(int servers, double load);
/// M/D/1: mean wait in the queue (Pollaczek and Khinchin; ibid., section 5.1).
double wait_md1(double load);
/// M/G/1 with processor sharing: mean time in the system, whatever the distribution of service (Kleinrock, "Queueing
/// Systems" II, section 4.4).
double time_mg1_ps(double load);
/// M/M/1/K, at most `places` in the system: share of requests that are turned away, mean number that wait, mean wait of
/// those that were let in (Gross et al., section 2.5).
struct Finite {
  double loss;
  double waiting;
  double wait;
};
Finite finite_mm1k(int places, double load);

/// Power of d choices: mean time in the system in the limit of many servers (Mitzenmacher, "The power of two choices in
/// randomized load balancing", IEEE TPDS 12(10), 2001, corollary 5; Vvedenskaya, Dobrushin, Karpelevich, Problems of
/// Information Transmission 32(1), 1996): the sum over i >= 1 of load^((d^i - d) / (d - 1)).
double time_choices(int choices, double load);

/// Power of two choices among `servers` servers: mean time in the system, to the first order in 1 / servers (Gast and
/// Van Houdt, "A refined mean field approximation", 2017; two_choices.cpp). At load 0.9 the limit of many servers lies
/// 1.7 % below that of 100 in the time, 2.7 % in the wait.
double time_two_choices(int servers, double load);

/// Join the shortest queue of `servers` queues: mean time in the system, by solving the Markov chain. Its states are
/// how many servers have at least 1, 2, 3 requests (Eschenfeldt and Gamarnik, "Join the shortest queue with many
/// servers", Mathematics of Operations Research 43(3), 2018, section 2); servers with 4 are left out, which at the
/// loads used here have a probability below 1e-12.
double time_shortest_queue(int servers, double load);

}  // namespace hapax::simulate::theory
