#!/usr/bin/python3
"""M/M/4 as SimPy models it: a resource of capacity four, a process for each customer.

Usage: mm4_simpy.py CUSTOMERS. Prints customers, mean wait in milliseconds, seconds of CPU time."""

import random
import sys
import time

import simpy

ARRIVALS_PER_SECOND = 320.0
SERVICE_SECONDS = 0.010
waits = []


def customer(env, servers):
    arrived = env.now
    with servers.request() as slot:
        yield slot
        waits.append(env.now - arrived)
        yield env.timeout(random.expovariate(1 / SERVICE_SECONDS))


def source(env, servers, count):
    for _ in range(count):
        yield env.timeout(random.expovariate(ARRIVALS_PER_SECOND))
        env.process(customer(env, servers))


def main():
    count = int(sys.argv[1])
    random.seed(1)
    env = simpy.Environment()
    env.process(source(env, simpy.Resource(env, capacity=4), count))
    begin = time.process_time()
    env.run()
    seconds = time.process_time() - begin
    print(count, 1000 * sum(waits) / len(waits), seconds)


main()
